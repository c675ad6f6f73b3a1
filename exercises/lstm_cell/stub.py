import numpy as np


class LSTM:
    """A recurrent layer with input, forget and output gates, and its backward pass through time."""

    def __init__(self, w_x, w_h, b):
        self.w_x, self.w_h, self.b = w_x, w_h, b

    def forward(self, x, h0, c0):
        """(hs, h, c): the hidden states of all steps, and both states after the last one."""
        raise NotImplementedError

    def backward(self, dhs, dh, dc):
        """(dx, dh0, dc0, dw_x, dw_h, db) for the latest forward."""
        raise NotImplementedError
