"""Where the concepts of reinforcement learning come from."""

SUTTON = "Sutton and Barto (2018), Reinforcement learning: an introduction, 2nd edition, MIT Press"
WATKINS = "Watkins and Dayan (1992), Q-learning, Machine Learning 8, 279-292"
RUMMERY = (
    "Rummery and Niranjan (1994), On-line Q-learning using connectionist systems, Cambridge "
    "University, CUED/F-INFENG/TR 166"
)
