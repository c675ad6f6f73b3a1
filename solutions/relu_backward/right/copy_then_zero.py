class ReLU:
    def forward(self, x):
        self.stopped = x <= 0
        y = x.copy()
        y[self.stopped] = 0
        return y

    def backward(self, dy):
        dx = dy.copy()
        dx[self.stopped] = 0
        return dx
