class Linear:
    def __call__(self, x):
        return x

    def derivative(self, x):
        return 0

    def __str__(self):
        return "Linear"
