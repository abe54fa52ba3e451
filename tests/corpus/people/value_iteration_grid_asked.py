"""価値反復法。環境には states(), actions(), next_state(), reward() がある。"""


def one_step(V, env, gamma):
    for state in env.states():
        if state == env.goal_state:
            V[state] = 0
            continue
        values = []
        for action in env.actions():
            next_state = env.next_state(state, action)
            r = env.reward(state, action, next_state)
            values.append(r + gamma * V[next_state])
        V[state] = max(values)
    return V


def value_iter(V, env, gamma, threshold=0.001, is_render=True):
    while True:
        if is_render:
            env.render_v(V)
        old = V.copy()
        V = one_step(V, env, gamma)
        if max(abs(V[s] - old[s]) for s in V) < threshold:
            return V
