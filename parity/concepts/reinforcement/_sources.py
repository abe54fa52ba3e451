"""Where the concepts of reinforcement learning come from."""

SUTTON = "Sutton and Barto (2018), Reinforcement learning: an introduction, 2nd edition, MIT Press"
WATKINS = "Watkins and Dayan (1992), Q-learning, Machine Learning 8, 279-292"
RUMMERY = (
    "Rummery and Niranjan (1994), On-line Q-learning using connectionist systems, Cambridge "
    "University, CUED/F-INFENG/TR 166"
)
WILLIAMS = (
    "Williams (1992), Simple statistical gradient-following algorithms for connectionist "
    "reinforcement learning, Machine Learning 8, 229-256"
)
MNIH_2016 = (
    "Mnih et al. (2016), Asynchronous methods for deep reinforcement learning, ICML, "
    "https://arxiv.org/abs/1602.01783"
)
MNIH_2015 = (
    "Mnih et al. (2015), Human-level control through deep reinforcement learning, Nature 518, "
    "529-533"
)
LIN = (
    "Lin (1992), Self-improving reactive agents based on reinforcement learning, planning and "
    "teaching, Machine Learning 8, 293-321"
)
VAN_HASSELT = (
    "van Hasselt, Guez and Silver (2016), Deep reinforcement learning with double Q-learning, "
    "AAAI, https://arxiv.org/abs/1509.06461"
)
