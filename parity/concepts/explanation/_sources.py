"""Where the ways of explaining a network come from."""

SUNDARARAJAN = (
    "Sundararajan, Taly and Yan (2017), Axiomatic attribution for deep networks, ICML, "
    "https://arxiv.org/abs/1703.01365"
)
SHAPLEY = "Shapley (1953), A value for n-person games, Contributions to the theory of games 2"
LUNDBERG = (
    "Lundberg and Lee (2017), A unified approach to interpreting model predictions, NIPS, "
    "https://arxiv.org/abs/1705.07874"
)
SELVARAJU = (
    "Selvaraju et al. (2017), Grad-CAM: visual explanations from deep networks via gradient-based "
    "localization, ICCV, https://arxiv.org/abs/1610.02391"
)
ZHOU = (
    "Zhou, Khosla, Lapedriza, Oliva and Torralba (2016), Learning deep features for discriminative "
    "localization, CVPR, https://arxiv.org/abs/1512.04150"
)
