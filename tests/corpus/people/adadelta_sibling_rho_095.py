import numpy as np


class Adadelta:
    def __init__(self, rho=0.95, eps=1e-6):
        self.E_w_updt = None
        self.E_grad = None
        self.w_updt = None
        self.eps = eps
        self.rho = rho

    def update(self, w, g):
        if self.w_updt is None:
            self.w_updt = np.zeros(np.shape(w))
            self.E_w_updt = np.zeros(np.shape(w))
            self.E_grad = np.zeros(np.shape(g))
        self.E_w_updt = self.rho * self.E_w_updt + (1 - self.rho) * self.w_updt ** 2
        self.E_grad = self.rho * self.E_grad + (1 - self.rho) * g ** 2
        rms_u = np.sqrt(self.E_w_updt + self.eps)
        rms_g = np.sqrt(self.E_grad + self.eps)
        self.w_updt = rms_u / rms_g * g
        return w - self.w_updt
