def sarsa_update(Q, s, a, r, s_next, a_next, done, alpha=0.1, gamma=0.99):
    q_next = 0.0 if done else Q[s_next].max()
    Q[s, a] += alpha * (r + gamma * q_next - Q[s, a])
    return Q
