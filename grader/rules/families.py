"""Families of forbidden operations, as data: what `[rules] forbid = [...]` in an exercise.toml may name.

A family is an operation *and everything that gives it away*: `log_softmax(x).exp()` is a softmax, and so is the
gradient of logsumexp. To add an operation, add its name to a row; to add a family, add a row; docs/rules.md
shows what a reader sees.
"""

from __future__ import annotations

from dataclasses import dataclass

from grader.texts import Text

LIBRARIES = frozenset(
    ["torch", "numpy", "scipy", "sklearn", "torchvision", "torchaudio", "jax", "tensorflow", "skimage"]
)
"""Roots below which a family's `names` are looked for. Most cannot be imported in a sandbox; their rule says more
than "this import is not allowed"."""


@dataclass(frozen=True)
class Family:
    """A forbidden operation with its relatives.

    Attributes:
        title: what it is, for a statement or a list.
        advice: what to write instead.
        names: functions, classes and submodules, wherever they stand in a path below one of LIBRARIES
            ("softmax" is `torch.softmax`, `torch.nn.functional.softmax`, `scipy.special.softmax` ...).
        methods: names that count on any object that the submission did not define itself; `names` too.
        paths: dotted paths elsewhere, each with all below it ("heapq", "math.tanh", "builtins.sorted").
        keywords: arguments that ask for the operation (`requires_grad=True`).
        norms: paths of norms that are the operation for a matrix and the orders 2, -2 and "nuc".
        aten: kernels to override in the run-time check (`grader.worker.deny`), without overload names.
        includes: families whose operations give this one; they are forbidden with it.
    """

    title: Text
    advice: Text
    names: frozenset[str] = frozenset()
    methods: frozenset[str] = frozenset()
    paths: frozenset[str] = frozenset()
    keywords: frozenset[str] = frozenset()
    norms: frozenset[str] = frozenset()
    aten: frozenset[str] = frozenset()
    includes: tuple[str, ...] = ()


def _family(
    title: tuple[str, str],
    advice: tuple[str, str],
    *,
    names: str = "",
    methods: str = "",
    paths: str = "",
    keywords: str = "",
    norms: str = "",
    aten: str = "",
    includes: str = "",
) -> Family:
    """A row of the table: lists are words separated by blanks; a method is a name as well."""
    return Family(
        Text(*title),
        Text(*advice),
        names=frozenset(names.split()) | frozenset(methods.split()),
        methods=frozenset(methods.split()),
        paths=frozenset(paths.split()),
        keywords=frozenset(keywords.split()),
        norms=frozenset(norms.split()),
        aten=frozenset(aten.split()),
        includes=tuple(includes.split()),
    )


FAMILIES: dict[str, Family] = {
    # --- activations and numerics ---
    "softmax": _family(
        ("softmax and what gives it away", "softmax 以及能间接得到它的运算"),
        ("Write it from exp, max and sum.", "请用 exp、max 和 sum 自己写。"),
        methods="softmax",
        names="""softmin gumbel_softmax Softmax Softmin Softmax2d multi_head_attention_forward cross_entropy
            CrossEntropyLoss linear_cross_entropy LinearCrossEntropyLoss AdaptiveLogSoftmaxWithLoss distributions""",
        aten="""softmax _softmax _safe_softmax special_softmax _softmax_backward_data _masked_softmax _sparse_softmax
            cross_entropy_loss""",
        includes="logsumexp attention",
    ),
    "logsumexp": _family(
        ("log-softmax and log-sum-exp", "log-softmax 与 log-sum-exp"),
        ("Write it from log, exp, max and sum.", "请用 log、exp、max 和 sum 自己写。"),
        methods="log_softmax logsumexp logcumsumexp logaddexp logaddexp2",
        names="LogSoftmax cross_entropy CrossEntropyLoss linear_cross_entropy LinearCrossEntropyLoss "
        "AdaptiveLogSoftmaxWithLoss distributions",
        aten="""log_softmax _log_softmax special_log_softmax _log_softmax_backward_data _sparse_log_softmax logsumexp
            special_logsumexp logcumsumexp _logcumsumexp logaddexp logaddexp2 cross_entropy_loss""",
    ),
    "sigmoid": _family(
        ("the logistic function and its logarithm", "logistic 函数及其对数"),
        ("Write it from exp, one formula for each tail.", "请用 exp 自己写，正负两侧各用一个公式。"),
        methods="sigmoid logaddexp logaddexp2 softmax log_softmax",
        names="""logsigmoid expit log_expit silu swish glu hardsigmoid softplus binary_cross_entropy_with_logits
            soft_margin_loss multilabel_soft_margin_loss Sigmoid LogSigmoid SiLU GLU Hardsigmoid Softplus
            BCEWithLogitsLoss SoftMarginLoss MultiLabelSoftMarginLoss lstm_cell gru_cell LSTM LSTMCell GRU GRUCell
            Softmax LogSoftmax distributions""",
        aten="""sigmoid special_expit log_sigmoid log_sigmoid_forward silu glu hardsigmoid softplus sigmoid_backward
            binary_cross_entropy_with_logits soft_margin_loss logaddexp logaddexp2 softmax _softmax log_softmax
            _log_softmax lstm gru lstm_cell gru_cell""",
    ),
    "tanh": _family(
        ("the hyperbolic tangent", "双曲正切"),
        (
            "Write it from exp or from your sigmoid: tanh(x) = 2 sigmoid(2x) - 1.",
            "请用 exp 或你写的 sigmoid 实现：tanh(x) = 2 sigmoid(2x) - 1。",
        ),
        methods="tanh sinh cosh",
        names="Tanh Tanhshrink tanhshrink rnn_tanh rnn_tanh_cell RNN RNNCell LSTM LSTMCell GRU GRUCell",
        paths="math.tanh math.sinh math.cosh cmath.tanh cmath.sinh cmath.cosh",
        aten="tanh sinh cosh tanh_backward rnn_tanh rnn_tanh_cell lstm gru lstm_cell gru_cell",
    ),
    "activation": _family(
        ("ready-made activation functions", "现成的激活函数"),
        ("Write it from exp, maximum and where, by its formula.", "请按公式用 exp、maximum 和 where 自己写。"),
        methods="relu prelu hardshrink",
        names="""rrelu relu6 leaky_relu elu celu selu gelu silu swish mish glu threshold hardtanh hardswish hardsigmoid
            softplus softsign softshrink tanhshrink ReLU ReLU6 LeakyReLU PReLU RReLU ELU CELU SELU GELU SiLU Mish GLU
            Threshold Hardtanh Hardswish Hardsigmoid Hardshrink Softplus Softsign Softshrink Tanhshrink rnn_relu
            rnn_relu_cell log_ndtr ndtr""",
        aten="""relu relu6 leaky_relu elu celu selu gelu silu mish glu threshold hardtanh hardswish hardsigmoid
            hardshrink softplus softshrink prelu _prelu_kernel rrelu rrelu_with_noise threshold_backward
            leaky_relu_backward elu_backward gelu_backward silu_backward mish_backward glu_backward
            hardtanh_backward hardswish_backward hardsigmoid_backward softplus_backward rnn_relu rnn_relu_cell
            special_ndtr special_log_ndtr""",
    ),
    # --- losses ---
    "loss": _family(
        ("ready-made losses", "现成的损失函数"),
        ("Write it by its formula.", "请按公式自己写。"),
        names="""nll_loss poisson_nll_loss gaussian_nll_loss binary_cross_entropy binary_cross_entropy_with_logits
            cross_entropy linear_cross_entropy kl_div rel_entr huber_loss smooth_l1_loss l1_loss mse_loss ctc_loss
            cosine_embedding_loss hinge_embedding_loss margin_ranking_loss multi_margin_loss multilabel_margin_loss
            multilabel_soft_margin_loss soft_margin_loss triplet_margin_loss triplet_margin_with_distance_loss
            pseudo_huber sigmoid_focal_loss AdaptiveLogSoftmaxWithLoss BCELoss BCEWithLogitsLoss CTCLoss
            CosineEmbeddingLoss CrossEntropyLoss GaussianNLLLoss HingeEmbeddingLoss HuberLoss KLDivLoss L1Loss
            LinearCrossEntropyLoss MSELoss MarginRankingLoss MultiLabelMarginLoss MultiLabelSoftMarginLoss
            MultiMarginLoss NLLLoss NLLLoss2d PoissonNLLLoss SmoothL1Loss SoftMarginLoss TripletMarginLoss
            TripletMarginWithDistanceLoss kl_divergence log_loss hinge_loss mean_squared_error""",
        aten="""nll_loss nll_loss_nd nll_loss_forward nll_loss2d nll_loss2d_forward poisson_nll_loss
            binary_cross_entropy binary_cross_entropy_with_logits cross_entropy_loss kl_div huber_loss smooth_l1_loss
            l1_loss mse_loss ctc_loss _ctc_loss cosine_embedding_loss hinge_embedding_loss margin_ranking_loss
            multi_margin_loss multilabel_margin_loss multilabel_margin_loss_forward soft_margin_loss
            triplet_margin_loss""",
    ),
    # --- normalisation and regularisation ---
    "normalization": _family(
        (
            "ready-made normalisation (batch, layer, group, instance, RMS ...)",
            "现成的归一化（批、层、组、实例、RMS 等）",
        ),
        ("Compute the mean and the variance, and normalise by hand.", "请自己计算均值和方差，再做归一化。"),
        methods="renorm",
        names="""batch_norm layer_norm group_norm instance_norm rms_norm local_response_norm native_batch_norm
            native_layer_norm native_group_norm native_norm batch_norm_stats batch_norm_elemt batch_norm_backward_elemt
            batch_norm_backward_reduce batch_norm_gather_stats batch_norm_update_stats quantized_batch_norm
            weight_norm spectral_norm BatchNorm1d BatchNorm2d BatchNorm3d SyncBatchNorm LazyBatchNorm1d LazyBatchNorm2d
            LazyBatchNorm3d LayerNorm GroupNorm RMSNorm InstanceNorm1d InstanceNorm2d InstanceNorm3d
            LazyInstanceNorm1d LazyInstanceNorm2d LazyInstanceNorm3d LocalResponseNorm StandardScaler batchnorm
            normalize zscore""",
        aten="""batch_norm _batch_norm_impl_index _batch_norm_with_update _batch_norm_no_update native_batch_norm
            _native_batch_norm_legit _native_batch_norm_legit_no_training layer_norm native_layer_norm group_norm
            native_group_norm instance_norm rms_norm _fused_rms_norm renorm _weight_norm _weight_norm_interface
            batch_norm_stats batch_norm_elemt native_batch_norm_backward native_layer_norm_backward
            native_group_norm_backward batch_norm_backward""",
        includes="transformer",
    ),
    "dropout": _family(
        ("ready-made dropout", "现成的 dropout"),
        ("Draw the mask yourself and scale what is kept.", "请自己生成掩码，并缩放保留下来的值。"),
        names="""dropout dropout1d dropout2d dropout3d alpha_dropout feature_dropout feature_alpha_dropout
            native_dropout Dropout Dropout1d Dropout2d Dropout3d AlphaDropout FeatureAlphaDropout""",
        aten="dropout alpha_dropout feature_dropout feature_alpha_dropout native_dropout _fused_dropout "
        "native_dropout_backward",
        includes="attention",
    ),
    "grad_clip": _family(
        ("ready-made gradient clipping", "现成的梯度裁剪"),
        ("Compute the global norm and the factor yourself.", "请自己计算全局范数和缩放系数。"),
        methods="renorm",
        names="clip_grad clip_grad_norm clip_grad_norm_ clip_grad_value_ clip_grads_with_norm_ get_total_norm clipnorm",
        aten="renorm",
    ),
    # --- linear, convolution, pooling, vision ---
    "linear_layer": _family(
        ("ready-made linear layers", "现成的线性层"),
        ("Multiply by the weight and add the bias.", "请自己乘以权重再加偏置。"),
        methods="addmm addmv addbmm baddbmm",
        names="linear bilinear Linear LazyLinear Bilinear LinearRegression",
        aten="linear bilinear _trilinear addmm addmv addbmm baddbmm _addmm_activation linear_backward",
        includes="transformer",
    ),
    "convolution": _family(
        ("ready-made convolutions and correlations", "现成的卷积与相关运算"),
        (
            "Slide the kernel yourself, or multiply by unfolded windows that you build.",
            "请自己滑动卷积核，或把自己展开的窗口与卷积核相乘。",
        ),
        names="""conv1d conv2d conv3d conv_transpose1d conv_transpose2d conv_transpose3d conv_tbc convolution
            mkldnn_convolution convolve convolve1d convolve2d fftconvolve oaconvolve correlate correlate1d correlate2d
            choose_conv_method lfilter conv1d_input conv1d_weight conv2d_input conv2d_weight conv3d_input
            conv3d_weight polymul polypow chebmul chebpow hermmul hermpow hermemul hermepow lagmul lagpow legmul legpow
            poly poly1d polyfromroots Polynomial
            Conv1d Conv2d Conv3d ConvTranspose1d ConvTranspose2d ConvTranspose3d LazyConv1d LazyConv2d
            LazyConv3d LazyConvTranspose1d LazyConvTranspose2d LazyConvTranspose3d conv""",
        aten="""conv1d conv2d conv3d conv_transpose1d conv_transpose2d conv_transpose3d conv_tbc convolution
            _convolution _convolution_mode convolution_overrideable convolution_backward thnn_conv2d
            _slow_conv2d_forward slow_conv3d slow_conv_dilated2d slow_conv_dilated3d slow_conv_transpose2d
            slow_conv_transpose3d _conv_depthwise2d conv_depthwise3d mkldnn_convolution _nnpack_spatial_convolution""",
    ),
    "im2col": _family(
        ("ready-made unfolding of windows", "现成的窗口展开"),
        ("Build the windows by slicing or index arithmetic.", "请用切片或下标运算自己构造窗口。"),
        names="unfold fold Unfold Fold im2col col2im extract_patches_2d view_as_windows",
        aten="im2col col2im",
    ),
    "pooling": _family(
        ("ready-made pooling", "现成的池化"),
        ("Take the maximum or the mean of each window yourself.", "请自己对每个窗口取最大值或平均值。"),
        names="""max_pool1d max_pool2d max_pool3d max_pool1d_with_indices max_pool2d_with_indices
            max_pool3d_with_indices avg_pool1d avg_pool2d avg_pool3d adaptive_max_pool1d adaptive_max_pool2d
            adaptive_max_pool3d adaptive_avg_pool1d adaptive_avg_pool2d adaptive_avg_pool3d fractional_max_pool2d
            fractional_max_pool3d lp_pool1d lp_pool2d lp_pool3d max_unpool1d max_unpool2d max_unpool3d MaxPool1d
            MaxPool2d MaxPool3d AvgPool1d AvgPool2d AvgPool3d AdaptiveMaxPool1d AdaptiveMaxPool2d AdaptiveMaxPool3d
            AdaptiveAvgPool1d AdaptiveAvgPool2d AdaptiveAvgPool3d FractionalMaxPool2d FractionalMaxPool3d LPPool1d
            LPPool2d LPPool3d MaxUnpool1d MaxUnpool2d MaxUnpool3d quantized_max_pool1d quantized_max_pool2d
            mkldnn_max_pool2d maximum_filter uniform_filter block_reduce""",
        aten="""max_pool1d max_pool2d max_pool3d max_pool1d_with_indices max_pool2d_with_indices
            max_pool3d_with_indices avg_pool1d avg_pool2d avg_pool3d adaptive_max_pool1d adaptive_max_pool2d
            adaptive_max_pool3d adaptive_avg_pool1d adaptive_avg_pool2d adaptive_avg_pool3d _adaptive_avg_pool2d
            _adaptive_avg_pool3d fractional_max_pool2d fractional_max_pool3d max_unpool2d max_unpool3d
            quantized_max_pool1d quantized_max_pool2d max_pool2d_with_indices_backward avg_pool2d_backward""",
    ),
    "resampling": _family(
        ("ready-made image resampling and augmentation", "现成的图像重采样与增强"),
        ("Compute the coordinates and pick or mix the pixels yourself.", "请自己计算坐标，再选取或混合像素。"),
        names="""interpolate upsample upsample_nearest upsample_bilinear grid_sample grid_sampler affine_grid Upsample
            UpsamplingNearest2d UpsamplingBilinear2d interp interpn zoom rotate shift affine_transform
            map_coordinates geometric_transform gaussian_filter transforms ndimage pixel_shuffle pixel_unshuffle
            PixelShuffle PixelUnshuffle""",
        aten="""upsample_nearest1d upsample_nearest2d upsample_linear1d upsample_bilinear2d upsample_bicubic2d
            upsample_trilinear3d upsample_nearest3d grid_sampler grid_sampler_2d grid_sampler_3d affine_grid_generator
            pixel_shuffle pixel_unshuffle""",
    ),
    "fusion": _family(
        ("ready-made layer fusion", "现成的层融合"),
        ("Scale the weight and shift the bias by the formula.", "请按公式缩放权重、平移偏置。"),
        names="""fusion fuse_conv_bn_eval fuse_conv_bn_weights fuse_linear_bn_eval fuse_linear_bn_weights fuse_modules
            fuse_modules_qat optimize_for_inference optimization""",
    ),
    # --- attention and position ---
    "attention": _family(
        ("ready-made attention", "现成的注意力"),
        ("Write it from matmul, the scale, the mask and a softmax.", "请用矩阵乘法、缩放、掩码和 softmax 自己写。"),
        names="""scaled_dot_product_attention multi_head_attention_forward MultiheadAttention attention
            flex_attention""",
        aten="""scaled_dot_product_attention _scaled_dot_product_attention_math _scaled_dot_product_flash_attention
            _scaled_dot_product_flash_attention_for_cpu _scaled_dot_product_efficient_attention
            _scaled_dot_product_fused_attention_overrideable _native_multi_head_attention _flash_attention_forward
            _efficient_attention_forward _triton_multi_head_attention _triton_scaled_dot_attention""",
        includes="transformer",
    ),
    "transformer": _family(
        ("ready-made Transformer layers", "现成的 Transformer 层"),
        ("Build the layer from its parts.", "请用基本组件搭建这一层。"),
        names="""Transformer TransformerEncoder TransformerEncoderLayer TransformerDecoder TransformerDecoderLayer
            generate_square_subsequent_mask""",
        aten="_transformer_encoder_layer_fwd _native_multi_head_attention",
    ),
    "embedding": _family(
        ("ready-made embeddings and one-hot codes", "现成的嵌入与 one-hot 编码"),
        ("Index the table, and scatter the gradient back.", "请直接用下标取表中的行，并把梯度散射回去。"),
        names="embedding embedding_bag one_hot Embedding EmbeddingBag OneHotEncoder",
        aten="embedding embedding_bag _embedding_bag one_hot embedding_dense_backward embedding_backward",
    ),
    # --- architectures ---
    "recurrent": _family(
        ("ready-made recurrent layers", "现成的循环层"),
        ("Write the step by its formula, and loop over time.", "请按公式写出一步，再沿时间循环。"),
        names="""rnn_tanh rnn_relu rnn_tanh_cell rnn_relu_cell lstm lstm_cell gru gru_cell RNN RNNBase RNNCell
            RNNCellBase LSTM LSTMCell GRU GRUCell quantized_lstm quantized_gru""",
        aten="""rnn_tanh rnn_relu rnn_tanh_cell rnn_relu_cell lstm lstm_cell gru gru_cell _thnn_fused_lstm_cell
            _thnn_fused_gru_cell mkldnn_rnn_layer quantized_lstm quantized_gru""",
    ),
    "packing": _family(
        ("ready-made packing of ragged sequences", "现成的变长序列打包"),
        ("Use the lengths: mask, or gather by index.", "请利用长度信息：用掩码，或按下标收集。"),
        names="""pack_padded_sequence pad_packed_sequence pack_sequence unpack_sequence pad_sequence unpad_sequence
            PackedSequence nested nested_tensor""",
        aten="_pack_padded_sequence _pad_packed_sequence",
    ),
    # --- optimisers, initialisers, training ---
    "optimizer": _family(
        ("ready-made optimisers, schedules and minimisers", "现成的优化器、学习率调度与极小化函数"),
        ("Write the update rule yourself.", "请自己写更新规则。"),
        names="optim optimize lr_scheduler swa_utils SGDClassifier SGDRegressor minimize minimize_scalar fsolve",
        paths="torch.optim",
        aten="_fused_adam _fused_adam_ _fused_adamw _fused_adamw_ _fused_sgd _fused_sgd_ _fused_adagrad",
    ),
    "initialization": _family(
        ("ready-made initialisers", "现成的初始化函数"),
        ("Compute fan-in, fan-out and the bound, then draw.", "请先计算 fan_in、fan_out 和范围，再采样。"),
        names="""init xavier_uniform xavier_uniform_ xavier_normal xavier_normal_ kaiming_uniform kaiming_uniform_
            kaiming_normal kaiming_normal_ calculate_gain orthogonal_ trunc_normal_ reset_parameters""",
    ),
    "mixed_precision": _family(
        ("ready-made loss scaling and autocast", "现成的损失缩放与自动混合精度"),
        (
            "Scale, check for inf and nan, and adapt the scale yourself.",
            "请自己缩放损失、检查 inf 与 nan，并调整缩放系数。",
        ),
        names="amp GradScaler autocast autocast_mode grad_scaler",
    ),
    "parallel": _family(
        ("ready-made communication between workers", "现成的多机通信"),
        ("Move the chunks between the lists yourself.", "请自己在各列表之间移动数据块。"),
        names="distributed DataParallel DistributedDataParallel all_reduce parallel",
    ),
    # --- autograd ---
    "autograd": _family(
        ("automatic differentiation", "自动求导"),
        ("Derive the gradient on paper and write it down.", "请在纸上推导梯度，再写成代码。"),
        methods="backward requires_grad retain_grad grad_fn",
        names="""func functorch forward_ad gradcheck gradgradcheck enable_grad set_grad_enabled vjp jvp jacrev jacfwd
            jacobian hessian vhp hvp value_and_grad linearize approx_fprime check_grad approx_derivative""",
        paths="torch.autograd.grad torch.autograd.backward torch.autograd.functional torch.autograd.forward_ad",
        keywords="requires_grad",
    ),
    "numerical_gradient": _family(
        ("ready-made finite differences", "现成的有限差分"),
        ("Evaluate the function at both sides and divide.", "请在两侧各求一次函数值，再相除。"),
        names="gradient approx_fprime check_grad gradcheck gradgradcheck approx_derivative",
        aten="gradient",
    ),
    # --- linear algebra and statistics ---
    "decomposition": _family(
        ("eigen-, singular-value and other matrix decompositions", "特征值、奇异值等矩阵分解"),
        ("Use products only, for example power iteration with deflation.", "请只用矩阵乘法，例如幂迭代加收缩。"),
        paths="scipy.linalg.polar "
        + " ".join(
            f"numpy.polynomial.{kind}.{what}"
            for kind in ("Polynomial", "Chebyshev", "Hermite", "HermiteE", "Laguerre", "Legendre")
            for what in ("fit", "roots")
        ),
        methods="svd qr cholesky cholesky_inverse cholesky_solve eig symeig lstsq pinverse geqrf orgqr ormqr lu roots "
        "multivariate_normal",
        norms="numpy.linalg.norm numpy.linalg.matrix_norm torch.linalg.norm torch.linalg.matrix_norm torch.norm "
        "torch.functional.norm",
        names="""eigh eigvals eigvalsh svdvals cholesky_ex matrix_rank pinv pinvh cond lobpcg pca_lowrank svd_lowrank
            lu_factor lu_factor_ex lu_unpack ldl_factor ldl_factor_ex householder_product null_space orth schur
            hessenberg eig_banded eigs eigsh svds nuclear_norm poly poly1d companion polyroots chebroots hermroots
            hermeroots lagroots legroots polycompanion chebcompanion hermcompanion hermecompanion lagcompanion
            legcompanion polyfit chebfit hermfit hermefit lagfit legfit orthogonal orthogonal_ decomposition PCA
            TruncatedSVD KernelPCA NMF""",
        aten="""linalg_eig linalg_eigh linalg_eigvals linalg_eigvalsh _linalg_eigh _linalg_eigvals linalg_svd
            linalg_svdvals _linalg_svd svd linalg_qr qr geqrf orgqr ormqr linalg_householder_product
            linalg_cholesky linalg_cholesky_ex cholesky cholesky_inverse cholesky_solve linalg_lstsq
            linalg_matrix_rank linalg_pinv pinverse linalg_cond linalg_lu linalg_lu_factor linalg_lu_factor_ex
            linalg_ldl_factor linalg_ldl_factor_ex _lu_with_info nuclear_norm""",
    ),
    "solver": _family(
        ("inverses and solvers of linear systems", "矩阵求逆与线性方程组求解"),
        ("Write the elimination or the iteration yourself.", "请自己写消元或迭代。"),
        methods="inverse solve triangular_solve lu_solve cholesky_solve cholesky_inverse lstsq pinverse",
        names="""inv inv_ex solve_ex solve_triangular solveh_banded tensorsolve tensorinv ldl_solve cho_solve cho_factor
            pinv spsolve cg gmres""",
        aten="""linalg_inv linalg_inv_ex inverse linalg_solve linalg_solve_ex _linalg_solve_ex linalg_solve_triangular
            triangular_solve linalg_tensorsolve linalg_tensorinv linalg_lu_solve lu_solve linalg_ldl_solve
            cholesky_solve cholesky_inverse linalg_pinv pinverse linalg_lstsq""",
    ),
    "covariance": _family(
        ("ready-made covariance and correlation", "现成的协方差与相关系数"),
        ("Centre the data and multiply it with its transpose.", "请先中心化，再与自身的转置相乘。"),
        methods="cov corrcoef",
        names="pearsonr spearmanr empirical_covariance EmpiricalCovariance",
        paths="statistics.covariance statistics.correlation statistics.linear_regression",
        aten="cov corrcoef",
    ),
    "estimators": _family(
        ("ready-made learning algorithms and metrics", "现成的机器学习算法与指标"),
        ("Write the algorithm itself.", "请自己写出算法。"),
        names="cluster kmeans kmeans2 vq KMeans LogisticRegression metrics roc_auc_score roc_curve auc KFold "
        "StratifiedKFold train_test_split TfidfVectorizer CountVectorizer NearestNeighbors",
        paths="sklearn",
    ),
    "distance": _family(
        ("ready-made distances and similarities", "现成的距离与相似度"),
        ("Write it from products, sums and roots.", "请用乘法、求和与开方自己写。"),
        methods="dist",
        names="cdist pdist pairwise_distance cosine_similarity pairwise_distances PairwiseDistance CosineSimilarity "
        "normalize spatial distance_matrix",
        aten="cdist _cdist_forward _euclidean_dist pdist _pdist_forward pairwise_distance cosine_similarity dist",
    ),
    "quantization": _family(
        ("ready-made quantisation", "现成的量化"),
        ("Compute scale and zero point, round and clip yourself.", "请自己计算缩放系数与零点，再取整并截断。"),
        methods="dequantize int_repr",
        names="""quantize_per_tensor quantize_per_channel quantize_per_tensor_dynamic fake_quantize_per_tensor_affine
            fake_quantize_per_channel_affine fused_moving_avg_obs_fake_quant quantization quantized quantizable ao
            quantize QuantStub qat intrinsic empty_quantized choose_qparams_optimized fbgemm_linear_quantize_weight
            fbgemm_pack_quantized_matrix""",
        aten="""quantize_per_tensor quantize_per_channel quantize_per_tensor_dynamic dequantize
            fake_quantize_per_tensor_affine fake_quantize_per_tensor_affine_cachemask fake_quantize_per_channel_affine
            fake_quantize_per_channel_affine_cachemask fused_moving_avg_obs_fake_quant
            _fake_quantize_per_tensor_affine_cachemask_tensor_qparams _fake_quantize_learnable_per_tensor_affine
            _fake_quantize_learnable_per_channel_affine _fused_moving_avg_obs_fq_helper empty_quantized
            _empty_affine_quantized _empty_per_channel_affine_quantized _make_per_tensor_quantized_tensor
            _make_per_channel_quantized_tensor quantized_batch_norm fbgemm_linear_quantize_weight int_repr""",
    ),
    # --- general programming ---
    "sorting": _family(
        ("ready-made sorting and selection", "现成的排序与选择"),
        ("Compare and move the elements yourself.", "请自己比较并移动元素。"),
        methods="sort argsort topk kthvalue msort partition argpartition median nanmedian unique quantile nanquantile",
        names="lexsort sort_complex unique_all unique_counts unique_inverse unique_values percentile nanpercentile "
        "rankdata",
        paths="builtins.sorted heapq bisect statistics.median statistics.median_low statistics.median_high "
        "statistics.median_grouped statistics.quantiles queue.PriorityQueue",
        aten="sort argsort topk kthvalue msort median nanmedian",
    ),
    "heap": _family(
        ("ready-made heaps and merges", "现成的堆与归并"),
        ("Keep the heap in a list yourself.", "请自己用列表维护堆。"),
        paths="heapq queue.PriorityQueue bisect.insort bisect.insort_left bisect.insort_right",
    ),
    "collections": _family(
        ("ready-made containers of the module collections", "collections 模块里现成的容器"),
        ("Use lists, dicts and your own classes.", "请使用列表、字典和自己的类。"),
        paths="""collections.deque collections.Counter collections.OrderedDict collections.defaultdict
            collections.ChainMap collections.UserList collections.UserDict queue""",
    ),
    "cumulative": _family(
        ("ready-made running sums, products and maxima", "现成的累积和、累积积与累积最大值"),
        ("Write the recurrence as a loop.", "请用循环写出递推式。"),
        methods="cumsum cumprod cummax cummin logcumsumexp accumulate",
        names="nancumsum nancumprod cumulative_sum cumulative_prod cumulative_trapezoid lfilter",
        paths="itertools.accumulate",
        aten="cumsum cumprod cummax cummin logcumsumexp _logcumsumexp cumulative_trapezoid",
    ),
    "einsum": _family(
        ("einsum", "einsum"),
        ("Write the transposes and products yourself.", "请自己写转置与乘法。"),
        names="einsum einsum_path",
        aten="einsum",
    ),
    "sampling": _family(
        ("ready-made sampling from a discrete distribution", "现成的离散分布采样"),
        ("Draw one uniform number and walk the cumulative sum.", "请抽一个均匀随机数，再沿累积和查找。"),
        methods="choice choices multinomial",
        names="distributions WeightedRandomSampler gumbel_softmax rv_discrete",
        paths="random.sample random.choices random.choice",
        aten="multinomial",
    ),
}


def expand(names: tuple[str, ...]) -> dict[str, Family]:
    """The families by these names and all that they include, each once, the named ones first."""
    found: dict[str, Family] = {}
    pending = list(names)
    while pending:
        name = pending.pop(0)
        if name not in found:
            found[name] = FAMILIES[name]
            pending.extend(FAMILIES[name].includes)
    return found
