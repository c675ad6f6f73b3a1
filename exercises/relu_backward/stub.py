class ReLU:
    """max(x, 0), with its backward pass."""

    def forward(self, x):
        """y, of the shape and dtype of x."""
        raise NotImplementedError

    def backward(self, dy):
        """dx for the latest forward: dy where its x was positive, else 0."""
        raise NotImplementedError
