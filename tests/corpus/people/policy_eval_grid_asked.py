"""反復方策評価。方策は状態ごとの行動の確率。"""


def one_step(pi, V, env, gamma=0.9):
    for state in env.states():
        if state == env.goal_state:
            V[state] = 0
            continue
        total = 0
        for action, prob in pi[state].items():
            next_state = env.next_state(state, action)
            total += prob * (env.reward(state, action, next_state) + gamma * V[next_state])
        V[state] = total
    return V


def policy_eval(pi, V, env, gamma, threshold=0.001):
    while True:
        old = V.copy()
        V = one_step(pi, V, env, gamma)
        if max(abs(V[s] - old[s]) for s in V) < threshold:
            break
    return V
