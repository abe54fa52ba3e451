"""Word embeddings: indices to vectors, and how the vectors are found."""
