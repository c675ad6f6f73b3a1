# The image that submissions run in: an interpreter, numpy, the wire's library; and, in the second target, torch.
# Nothing of dlgrade is in it: the worker's source, the submission and the data arrive over standard input.
#
#   docker build --target numpy .        what exercises in plain Python and numpy need
#   docker build --target torch .        the same and PyTorch for the CPU
#
# BASE         any image with Python 3.11, its venv module and pip 22.3 or newer.
# TORCH_INDEX  where pip finds torch; empty means nowhere special: pip's own settings in BASE decide.
# grader/sandbox/docker/image.py names the result after a hash of this file and of these arguments, so an edit here
# makes a new image. Only what the classic builder knows is used.
ARG BASE=python:3.11-slim

# The packages live in a virtual environment: Debian's own Python refuses to be installed into. It holds no pip.
# --no-deps: the list below is the whole list. The bytecode is compiled here because the root is read-only
# later (measured: importing torch takes half the time), unchecked because nothing changes after the build.
FROM ${BASE} AS numpy-build
RUN python3 -m venv --without-pip /opt/sandbox \
 && python3 -m pip --python /opt/sandbox/bin/python install --no-cache-dir --no-compile --no-deps \
        numpy==2.4.6 \
        msgpack==1.2.4 \
 && find /opt/sandbox -type d -name tests -prune -exec rm -rf {} + \
 && /opt/sandbox/bin/python -m compileall -q -f -j 0 --invalidation-mode unchecked-hash -x '/tests?/' \
        "$(/opt/sandbox/bin/python -c 'import sysconfig; print(sysconfig.get_path("stdlib"))')" /opt/sandbox/lib \
 && /opt/sandbox/bin/python -I -c "import numpy, msgpack"

# What a submission must not see, or does not need: pip's settings (an index address may hold a password), package
# lists, manuals; and no file that runs as its owner.
FROM numpy-build AS stripped
RUN rm -rf /root /etc/pip.conf /etc/xdg/pip /var/cache /var/lib /var/log /usr/share/doc /usr/share/man /usr/share/info \
 && find / -xdev -type f -perm /6000 -exec chmod a-s {} +

# From scratch, so that nothing of the base's environment or of its lower layers comes along: starting a container
# costs more with each layer.
FROM scratch AS numpy
COPY --from=stripped / /
ENV PATH=/opt/sandbox/bin:/usr/local/bin:/usr/bin:/bin
USER 20000:20000
WORKDIR /
CMD ["/opt/sandbox/bin/python"]

# torch's setuptools is left out: it compiles extensions, which no submission does. So are its headers and its
# own tests, a quarter of the wheel. Files named py312_ hold the syntax of a later Python.
FROM numpy-build AS torch-build
ARG TORCH_INDEX=https://download.pytorch.org/whl/cpu
RUN python3 -m pip --python /opt/sandbox/bin/python install --no-cache-dir --no-compile --no-deps \
        filelock==4.2.11 \
        fsspec==2026.9.0 \
        jinja2==3.1.6 \
        markupsafe==3.0.4 \
        mpmath==1.3.0 \
        networkx==3.6.1 \
        sympy==1.14.0 \
        typing-extensions==4.16.0 \
 && python3 -m pip --python /opt/sandbox/bin/python install --no-cache-dir --no-compile --no-deps \
        ${TORCH_INDEX:+--index-url "$TORCH_INDEX"} torch==2.13.0 \
 && cd /opt/sandbox/lib/python3.11/site-packages && rm -rf torch/test torch/include torch/share \
 && find torch/bin -type f ! -name torch_shm_manager -delete \
 && /opt/sandbox/bin/python -m compileall -q -f -j 0 --invalidation-mode unchecked-hash -x '/tests?/|/py312_' . \
 && /opt/sandbox/bin/python -I -c "import torch; torch.ones(2, requires_grad=True).sum().backward()"

FROM numpy AS torch
COPY --from=torch-build /opt/sandbox /opt/sandbox
