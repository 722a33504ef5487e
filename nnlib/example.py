"""The one example that the lessons compute: its numbers stand here."""

X, W1, W2, Y = 1.5, 0.5, -2.5, 1
