"""
verdict = "WA"
caught_by = ["zero", "all_zero"]
en = "dy is set to 0 where x is negative (x < 0), so at x = 0 the gradient passes."
zh = "只把 x 为负（x < 0）处的 dy 设为 0，于是 x = 0 处的梯度通过了。"
"""

class ReLU:
    def forward(self, x):
        self.negative = x < 0
        y = x.copy()
        y[self.negative] = 0
        return y

    def backward(self, dy):
        dx = dy.copy()
        dx[self.negative] = 0
        return dx
