def policy_eval(pi, V, env, gamma, threshold=1e-3):
    moved = threshold
    while moved >= threshold:
        moved = 0
        for state in env.states():
            before = V[state]
            if env.is_wall(state) or env.is_terminal(state):
                V[state] = 0
                continue
            total = 0
            for action, chance in pi[state].items():
                there = env.next_state(state, action)
                total += chance * (env.reward(state, action, there) + gamma * V[there])
            V[state] = total
            moved = max(moved, abs(total - before))
    return V
