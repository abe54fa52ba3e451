import numpy as np


def kmeans(X, centroids, max_iter=10):
    centroids = np.array(centroids, dtype=float)
    for _ in range(max_iter):
        labels = np.argmin(np.linalg.norm(X[:, np.newaxis] - centroids, axis=2), axis=1)
        for j in range(len(centroids)):
            members = X[labels == j]
            if len(members) > 0:
                centroids[j] = np.mean(members, axis=0)
    dist = np.linalg.norm(X[:, np.newaxis] - centroids, axis=2)
    labels = np.argmin(dist, axis=1)
    return centroids, labels, np.sum(np.min(dist, axis=1) ** 2)
