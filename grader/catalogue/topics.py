"""The names of topics and of difficulties in both languages; a topic of an author's own need not be here."""

from __future__ import annotations

from grader.texts import Text

_DIFFICULTIES = {"easy": "简单", "medium": "中等", "hard": "困难"}
_CHINESE = {
    "activations": "激活函数",
    "attention": "注意力",
    "backpropagation": "反向传播",
    "classical": "经典方法",
    "convolution": "卷积",
    "data structures": "数据结构",
    "decoding": "解码",
    "fine-tuning": "微调",
    "language models": "语言模型",
    "linear algebra": "线性代数",
    "losses": "损失函数",
    "normalization": "归一化",
    "numerics": "数值计算",
    "optimization": "优化",
    "pooling": "池化",
    "quantization": "量化",
    "recurrent": "循环网络",
    "regularization": "正则化",
    "tokens": "分词",
    "training": "训练",
    "transformer": "Transformer",
}


def topic_name(topic: str) -> Text:
    """The topic in both languages; as it is where nothing is known of it."""
    return Text(topic, _CHINESE.get(topic, topic))


def difficulty_name(difficulty: str) -> Text:
    """The difficulty in both languages."""
    return Text(difficulty, _DIFFICULTIES[difficulty])


def topic_names(topics: tuple[str, ...]) -> Text:
    """Several, as a list is written."""
    names = [topic_name(topic) for topic in topics]
    return Text(", ".join(name.en for name in names), "、".join(name.zh for name in names))
