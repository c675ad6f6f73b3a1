"""
verdict = "RV"
caught_by = []
en = "torch's initialisers, reached through getattr and an alias. This exercise asks you to write them."
zh = "通过 getattr 和别名调用了 torch 的初始化函数。这道题要求自己实现。"
"""

import torch as lib

first = getattr(lib.nn, "in" + "it")


def fans(shape):
    return shape[1], shape[0]


def gain_of(activation, slope=0.01):
    return 1.0


def xavier(shape, seed, distribution="uniform", gain=1.0):
    lib.manual_seed(seed)
    return first.xavier_uniform_(lib.empty(shape), gain).numpy()


def kaiming(shape, seed, distribution="normal", mode="fan_in", gain=2**0.5):
    lib.manual_seed(seed)
    return first.kaiming_normal_(lib.empty(shape), mode=mode).numpy()
