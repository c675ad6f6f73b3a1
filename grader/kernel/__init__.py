"""`%load_ext dlgrade`: the magics `%%check` and `%check`, in the kernel of a notebook.

`magic` is what IPython calls; nothing here imports IPython before that. What a cell holds is judged as always: in a
sandbox, by a judge in a process of its own, never in the kernel.
"""
