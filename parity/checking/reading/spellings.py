"""How people spell what we call ``W``, ``epsilon`` or ``training``: one table for every shape."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

import numpy as np

ARRAYS: dict[str, tuple[str, ...]] = {
    "x": ("x", "X", "input", "inputs", "input_data", "z", "a", "scores", "logits", "data", "u"),
    "y": ("y", "y_pred", "pred", "prediction", "predictions", "output", "out", "p", "prob",
          "probs", "y_hat", "yhat", "predicted", "preds", "outputs", "dvalues", "AL", "y_predict",
          "y_predicted", "y_prediction", "y_preds", "y_out", "y_output", "y_prob", "y_probs",
          "y_proba", "predict", "predicts", "estimate", "estimated", "probabilities",
          "probability"),
    "t": ("t", "target", "targets", "label", "labels", "y_true", "true", "teacher", "d", "T",
          "actual", "gt", "ground_truth", "y_label", "target_y", "onehot", "y_train", "y_batch",
          "y_test", "y_real", "y_actual", "y_target", "y_gt", "y_or", "y_orig", "one_hot",
          "y_one_hot", "y_onehot", "t_one_hot",
          "true_label", "true_labels", "expected", "y_expected", "truth", "desired"),
    "W": ("W", "w", "weight", "weights", "kernel", "filters", "filter", "filt", "Wx", "theta",
          "coef", "coefficients"),
    "b": ("b", "bias", "biases", "B", "w0", "intercept", "wb", "bias_weights"),
    "gamma": ("gamma", "scale", "g", "weight", "scaler", "weights"),
    "beta": ("beta", "shift", "b", "bias", "intercept", "offset", "biases"),
    "running_mean": ("running_mean", "r_mean", "moving_mean", "run_mean", "mean_run",
                     "mu_running", "rm", "avg_mean", "mean_avg", "mean_moving", "mov_mean"),
    "running_var": ("running_var", "r_var", "running_variance", "moving_var", "moving_variance",
                    "run_var", "rv", "avg_var", "var_avg", "var_moving", "mov_var"),
    "mask": ("mask", "dropout_mask", "attn_mask", "attention_mask"),
    "Q": ("Q", "query", "queries", "querys", "hs_dec", "h", "decoder_hidden", "q_table", "q",
          "q_values", "table", "qtable", "decoder_hiddens", "dec_hs", "dec_hidden", "dec_hiddens",
          "decoder_hs", "decoder_states", "decoder_state", "decoder_outputs", "word_hidden",
          "h_dec"),
    "K": ("K", "key", "keys", "hs_enc", "hs", "encoder_outputs", "encoder_hiddens", "enc_hs",
          "enc_hiddens", "encoder_hs", "encoder_states", "encoder_hidden_states", "hiddens",
          "enc_outputs", "encoder_output", "hidden_states", "memory"),
    "V": ("V", "value", "values"),
    "bias": ("bias", "attn_bias", "attention_bias"),
    "W_q": ("W_q", "Wq", "W_query", "query_weight", "W_a", "W1"),
    "W_k": ("W_k", "Wk", "W_key", "key_weight", "U_a", "W2"),
    "W_v": ("W_v", "Wv", "W_value", "value_weight"),
    "W_o": ("W_o", "Wo", "W_out", "W_output", "W_proj", "output_weight"),
    "b_q": ("b_q", "bq", "b_query"),
    "b_k": ("b_k", "bk", "b_key"),
    "b_v": ("b_v", "bv", "b_value"),
    "b_o": ("b_o", "bo", "b_out", "b_output", "b_proj"),
    "tokens": ("tokens", "seq", "ids", "x", "inputs", "src", "token_ids", "input_ids"),
    "dy": ("dy", "dout", "dY", "dz", "delta", "grad", "grad_output", "upstream", "dL", "d_out",
           "grad_out", "dOut", "g", "dx", "accum_grad", "upstream_grad", "dldy", "dvalues",
           "gy", "grad_y", "dA", "dZ", "error", "prev_grad", "next_grad", "mul_grad", "output_grad",
           "out_grad", "output_gradient", "upstream_gradient", "prev_gradient", "next_gradient",
           "d_output", "dL_dy", "dL_dout", "next_dz", "grads", "gradients", "loss_grad", "dvalue"),
    "negative": ("negative", "negatives", "negative_sample", "negative_samples", "neg_samples",
                 "neg_sample", "neg", "negs", "neg_words"),
    "contexts": ("contexts", "context", "context_words"),
    "center": ("center", "centre", "centers", "center_word", "center_words", "target", "word"),
    "W_in": ("W_in", "Win", "W1", "word_vecs", "embed_in", "in_vectors"),
    "W_out": ("W_out", "Wout", "W2", "embed_out", "out_vectors"),
    "input_lengths": ("input_lengths", "input_length", "logit_lengths", "logit_length", "x_lens",
                      "input_lens", "seq_lens", "sequence_lengths", "sequence_length", "xlen"),
    "target_lengths": ("target_lengths", "target_length", "label_lengths", "label_length", "y_lens",
                       "target_lens", "label_lens", "ylen"),
    "cache": ("cache", "ctx", "memo", "saved", "tmp"),
    "g": ("g", "grad", "gradient", "dw", "x"),
    "gradients": ("gradients", "grads", "grad", "gs"),
    "idx": ("idx", "ids", "index", "indices", "indexes", "x", "xs", "input", "inputs", "word_ids",
            "word_id", "tokens", "token_ids", "t", "labels", "label", "y", "corpus"),
    "corpus": ("corpus", "ids", "word_ids", "text", "tokens", "words", "x", "sequence"),
    "C": ("C", "co_matrix", "co_occurrence", "cooccurrence", "counts", "count", "M", "X", "matrix"),
    "u": ("u", "x", "a", "x1", "v1", "vec1", "vector1", "word1", "p"),
    "v": ("v", "y", "b", "x2", "v2", "vec2", "vector2", "word2", "q"),
    "X": ("X", "A", "M", "matrix", "term_doc", "td_matrix", "tdm", "data", "D"),
    "W_depth": ("W_depth", "dw", "W_depthwise", "depthwise_weight", "depthwise_kernel",
                "depthwise_W", "depthwise", "W_dw", "dw_weight", "dw_kernel", "dw_W", "Wdw",
                "W_d", "Wd", "depth_W", "depth_kernel", "K_d", "W1"),
    "W_point": ("W_point", "pw", "W_pointwise", "pointwise_weight", "pointwise_kernel",
                "pointwise_W", "pointwise", "W_pw", "pw_weight", "pw_kernel", "pw_W", "Wpw",
                "W_p", "Wp", "point_W", "point_kernel", "K_p", "W2"),
    "W1": ("W1", "fc1_w", "W_in", "w_ff1", "kernel1", "weight1"),
    "b1": ("b1", "fc1_b", "b_in", "b_ff1", "bias1"),
    "W2": ("W2", "fc2_w", "W_out", "w_ff2", "kernel2", "weight2"),
    "b2": ("b2", "fc2_b", "b_out", "b_ff2", "bias2"),
    "P": ("P", "pos_emb", "position_embeddings", "pos_embed", "pos_embedding", "W_pos", "wpe", "pe",
          "position_embedding", "positional_embedding", "embedding", "embeddings", "weight", "W"),
    "cls": ("cls", "cls_token", "class_token"),
    "token": ("token", "word_embeddings", "token_embeddings", "tok_emb", "W_tok", "wte",
              "token_embedding", "word_embedding", "E"),
    "segment": ("segment", "token_type_embeddings", "segment_embeddings", "seg_emb", "W_seg",
                "segment_embedding", "token_type_embedding", "S"),
    "position": ("position", "position_embeddings", "pos_emb", "W_pos", "wpe", "P",
                 "position_embedding"),
    "segments": ("segments", "token_type_ids", "segment_ids", "segs"),
    "s": ("s", "state", "states", "obs", "observation", "current_state", "cur_state", "old_state",
          "s0", "s_t", "st", "prev_state", "observations"),
    "a": ("a", "alpha", "slope", "slopes", "weight", "p", "action", "actions", "act", "acts",
          "a_t", "at", "a0", "current_action"),
    "r": ("r", "reward", "rewards", "rew", "rews", "ep_rewards", "episode_rewards", "R", "rs",
          "r_t", "reward_list"),
    "s_next": ("s_next", "next_state", "s2", "s_prime", "sp", "new_state", "ns",
               "next_s", "next_obs", "s1", "new_s", "next_states", "state2",
               "n_state", "snext", "nextstate", "next_observation", "s_tp1", "obs_next"),
    "a_next": ("a_next", "next_action", "a2", "a_prime", "ap", "new_action", "na",
               "next_a", "a1", "new_a", "next_actions", "action2", "a_tp1"),
    "done": ("done", "dones", "terminal", "is_terminal", "terminated", "d", "is_done", "finished",
             "end", "terminals", "ended", "game_over", "episode_end", "done_mask"),
    "after": ("after", "next_value", "last_value", "bootstrap_value", "bootstrap", "v_last",
              "next_v", "final_value", "value_next", "v_next"),
    "q_next": ("q_next", "next_q", "next_q_values", "q_values_next", "Q_next", "next_qs", "next_Q",
               "q_target_next", "next_values", "q_prime", "future_qs"),
    "G": ("G", "returns", "return_", "Gs", "discounted_rewards", "rets", "advantages", "advantage",
          "rewards", "reward", "R", "discounted_returns", "ret", "adv"),
    "baseline": ("baseline", "b", "baselines", "values", "value", "v", "x0", "x_baseline",
                 "reference", "ref", "x_ref", "background"),
    "A": ("A", "feature_maps", "feature_map", "features", "activations", "activation", "fmap",
          "fmaps", "conv_output", "conv_outputs", "maps"),
    "losses": ("losses", "loss", "val_losses", "val_loss", "loss_history", "history", "scores",
               "metrics", "values", "errors", "val_scores"),
    "dA": ("dA", "grads", "grad", "gradients", "gradient", "dfmap", "d_feature_maps"),
    "R": ("R", "rewards", "reward", "reward_matrix", "r", "rew"),
    "pi": ("pi", "policy", "probs"),
    "operations": ("operations", "ops", "op", "op_ids", "op_indices", "transforms", "chosen",
                   "choices", "indices", "selected"),
    "magnitudes": ("magnitudes", "magnitude", "mags", "mag", "levels", "level", "strengths", "m",
                   "values", "params"),
    "queries": ("queries", "query", "q", "query_vectors", "query_embedding", "query_vec"),
    "documents": ("documents", "docs", "d", "corpus", "keys", "doc_embeddings", "vectors", "index",
                  "doc_vectors", "embeddings", "database"),
}  # fmt: skip
"""Names of arrays, by our own; letters' case does not matter."""

BIASES = {f"b_{letter}": (f"b_{letter}", f"bias_{letter}") for letter in "qkvo"}
ARRAYS |= {
    f"{part}.{leaf}": (leaf, *ARRAYS.get(leaf, ()), *BIASES.get(leaf, ()))
    for part, leaves in (
        ("attention", ("W_q", "W_k", "W_v", "W_o", *BIASES)),
        ("feed_forward", ("W1", "b1", "W2", "b2")),
    )
    for leaf in leaves
}
ARRAYS |= {
    f"norm{k}.{leaf}": tuple(form.format(k=k) for form in forms)
    for k in (1, 2, 3)
    for leaf, forms in (
        ("gamma", ("gamma{k}", "g{k}", "ln{k}_gamma", "ln{k}_g", "norm{k}_gamma", "scale{k}")),
        ("beta", ("beta{k}", "ln{k}_beta", "ln{k}_b", "norm{k}_beta", "shift{k}")),
    )
}
"""The arrays of a Transformer's block stand in one class where people write it in one piece."""

ARGUMENTS: dict[str, tuple[str, ...]] = {
    "training": ("training", "train_flg", "train_flag", "train", "is_training", "is_train",
                 "mode", "phase", "learning", "trainable", "train_mode", "istrain"),
    "epsilon": ("epsilon", "eps", "delta", "e", "tiny", "ep"),
    "momentum": ("momentum", "decay", "mu", "rho", "alpha", "beta", "m"),
    "rate": ("rate", "dropout_ratio", "dropout_rate", "drop_ratio", "drop_rate", "drop_prob",
             "dropout_prob", "probability", "drop_probability", "dropout_probability",
             "ratio", "dropout", "prob", "p", "lmd", "lam", "lambda", "lmbda", "lambd", "reg",
             "weight_decay_lambda", "weight_decay", "alpha", "l1", "l2"),
    "keep": ("keep_prob", "keep_rate", "keep_ratio", "keep", "retain_prob", "retain"),
    "kernel_size": ("kernel_size", "ksize", "pool_size", "filter_size", "window",
                    "window_size", "kernel", "k", "size", "pool_shape", "pool_window",
                    "kernel_shape", "filter_shape", "pool", "f", "pooling_size",
                    "pooling_shape", "pooling_window"),
    "kernel_h": ("kernel_h", "pool_h", "filter_h", "pool_height", "filter_height", "kh", "ph",
                 "fh", "hh", "h_filter", "window_h", "size_h", "k_h", "hf", "kernel_height"),
    "kernel_w": ("kernel_w", "pool_w", "filter_w", "pool_width", "filter_width", "kw", "pw",
                 "fw", "ww", "w_filter", "window_w", "size_w", "k_w", "wf", "kernel_width"),
    "stride": ("stride", "strides", "s"),
    "padding": ("padding", "pad", "pads", "p"),
    "dilation": ("dilation", "dilation_rate", "dilate"),
    "gamma": ("gamma", "discount", "discount_factor", "discount_rate", "df", "disc"),
    "lr": ("lr", "learning_rate", "eta", "alpha", "step_size", "rate", "base_lr", "initial_lr"),
    "lr_min": ("lr_min", "min_lr", "eta_min", "final_lr"),
    "decay_steps": ("decay_steps", "total_steps", "max_steps", "n_steps", "t_max", "T_max"),
    "beta1": ("beta1", "beta_1", "b1", "rho1"),
    "beta2": ("beta2", "beta_2", "b2", "rho2"),
    "rho": ("rho", "decay_rate", "decay", "alpha", "gamma", "beta", "momentum"),
    "weight_decay": ("weight_decay", "wd", "weight_decay_lambda", "lam", "lmd", "lambda"),
    "l2": ("l2", "weight_decay_lambda", "weight_decay", "decay", "lam", "reg"),
    "slope": ("slope", "alpha", "negative_slope", "a", "leak", "leaky"),
    "alpha": ("alpha", "a"),
    "limit": ("limit", "threshold", "clip_value", "clip", "c", "max_value"),
    "max_norm": ("max_norm", "threshold", "max_grad_norm", "clip_norm", "clip", "c", "limit"),
    "sigma": ("sigma", "std", "stddev", "weight_init_std", "scale"),
    "axis": ("axis", "dim"),
    "reduction": ("reduction", "reduce"),
    "h": ("h", "eps", "epsilon", "delta", "dx", "step"),
    "f": ("f", "func", "fn", "function"),
    "gradient": ("gradient", "grad", "grad_f", "grad_fn", "gradient_fn", "grad_func", "df",
                 "f_grad", "dfdx", "gradient_func", "compute_gradients", "grads"),
    "steps": ("steps", "n_steps", "num_steps", "m", "m_steps"),
    "rule": ("rule", "method"),
    "min_delta": ("min_delta", "delta", "tol", "tolerance", "threshold", "eps"),
    "normalize": ("normalize", "norm", "normalise", "scale"),
    "n": ("n", "input_size", "in_size", "size", "h", "H", "w"),
    "k": ("k", "kernel_size", "filter_size", "fh", "f", "FH"),
    "n_in": ("n_in", "in_features", "input_size", "in_channels", "input_dim", "n_input", "D",
             "in_dim", "node_num_in", "fan_in", "n1", "nin", "din", "c_in", "in_size",
             "n_inputs", "num_inputs", "num_in", "inputs_size", "size_in", "dim_in",
             "in_channel", "input_channels", "in_c", "input_features", "num_input", "in_units",
             "in_ch", "ch_in", "n_in_channels", "n_prev", "n_nodes1", "n_nodes_1", "nodes1",
             "input_d", "in_d"),
    "n_out": ("n_out", "out_features", "output_size", "out_channels", "output_dim", "n_output",
              "M", "units", "filters", "out_dim", "fan_out", "n2", "nout", "dout", "c_out",
              "hidden_size", "out_size", "n_neurons", "num_neurons", "num_out", "n_units",
              "num_units", "out_channel", "output_channels", "n_filters", "num_filters",
              "n_filter", "num_filter", "filter_num", "filters_num", "out_c", "size_out",
              "dim_out", "num_outputs", "n_outputs", "n_nodes", "out_units", "neurons",
              "n_kernels", "num_kernels", "out_ch", "ch_out", "n_out_channels", "kernel_num",
              "n_nodes2", "n_nodes_2", "nodes2", "output_d", "out_d"),
    "n_hidden": ("n_hidden", "hidden_size", "hidden_dim", "hidden", "H", "hidden_units", "n_units",
                 "num_hidden", "units", "hidden_layer_size", "embedding_dim", "embed_dim",
                 "emb_dim", "emb_size", "embedding_size", "wordvec_size", "num_units", "n_hid",
                 "dim_hidden", "num_hiddens", "D"),
    "vocab": ("vocab", "vocab_size", "V", "n_vocab", "vocabulary_size", "num_words", "n_words"),
    "emb": ("emb", "wordvec_size", "embed_dim", "embedding_dim", "emb_dim", "embed_size", "D",
            "embedding_size", "emb_size", "word_dim"),
    "n_heads": ("n_heads", "num_heads", "n_head", "num_head", "heads", "head_num", "nhead",
                "h", "num_attention_heads", "heads_num", "n_attention_heads", "attention_heads"),
    "n_kv_heads": ("n_kv_heads", "num_kv_heads", "n_kv_head", "num_key_value_heads", "kv_heads",
                   "n_kv", "num_kv_head"),
    "softcap": ("softcap", "soft_cap", "logit_cap", "softcapping", "attn_logit_softcapping",
                "logits_soft_cap"),
    "d_model": ("d_model", "embed_dim", "model_dim", "emb_dim", "hidden_size", "hidden_dim",
                "dim", "embedding_dim", "emb_size", "n_embd", "model_size", "d", "input_dim",
                "n_in", "size", "model_d", "input_d", "d_m"),
    "n_channels": ("n_channels", "num_features", "n_features", "dim", "channels",
                   "num_parameters", "n", "d", "c", "size", "num_channels", "features",
                   "input_size", "in_features", "in_channels", "input_dim", "n_input", "n_in",
                   "units", "n_neurons"),
    "n_groups": ("n_groups", "G", "num_groups", "groups", "n_group", "num_group", "group",
                 "group_num"),  # G before gamma's g
    "depth_multiplier": ("depth_multiplier", "multiplier", "channel_multiplier", "mult",
                         "kernels_per_layer", "m", "k"),
    "norm_type": ("norm_type", "p", "norm"),
    "out_size": ("out_size", "output_size", "out_shape", "output_shape", "target_size", "bins",
                 "n_bins", "num_bins", "n_windows", "windows", "grid_size", "grid", "size"),
    "interpolation": ("interpolation", "mode", "method", "interp"),
    "scale": ("scale", "scale_factor", "size", "factor", "upscale", "up", "ratio", "s", "k"),
    "iou_threshold": ("iou_threshold", "iou_thresh", "threshold", "thresh", "nms_threshold",
                      "nms_thresh", "overlap_threshold", "overlap_thresh", "overlap", "thr"),
    "min_score": ("min_score", "score_threshold", "score_thresh", "conf_threshold", "conf_thres",
                  "confidence_threshold", "prob_threshold"),
    "max_output": ("max_output", "max_output_size", "top_k", "max_det", "keep_top_k", "max_num"),
    "variances": ("variances", "variance", "stds", "std"),
    "generalized": ("generalized", "giou"),
    "ignore": ("ignore", "ignore_index", "ignore_label", "ignore_class", "void"),
    "size": ("size", "n", "local_size", "depth_radius"),
    "input_shape": ("input_shape", "input_dim", "x_shape", "shape", "in_shape", "x_dim",
                    "in_dims", "input_dims", "shape_in", "shape_x"),
    "hidden": ("hidden", "hidden_size", "hidden_sizes", "hidden_size_list", "n_hidden"),
    "n_classes": ("n_classes", "output_size", "num_classes", "n_out", "out_size", "vocab_size",
                  "depth", "num_class", "n_class", "class_num", "n_labels", "num_labels"),
    "n_words": ("n_words", "vocab_size", "num_embeddings", "n_vocab", "vocabulary_size", "V",
                "num_words", "voc_size", "input_dim", "n_tokens", "vocab", "in_size", "size",
                "n"),
    "n_dims": ("n_dims", "wordvec_size", "embedding_dim", "embed_dim", "emb_dim", "output_dim", "D",
               "hidden_size", "dim", "vec_size", "embed_size", "embedding_size", "emb_size",
               "d_model", "out_size", "d", "n_dim", "H"),
    "padding_idx": ("padding_idx", "pad_idx", "padding_index", "pad_index", "pad_id", "padding"),
    "window_size": ("window_size", "window", "win", "w", "context_size", "size", "k"),
    "n_topics": ("n_topics", "k", "n_components", "num_topics", "n_topic", "rank", "r", "dim",
                 "n_dims", "n"),
    "activation": ("activation", "act", "activation_function", "activation_type", "act_fn",
                   "activation_fn", "activation_name", "nonlinearity", "act_func"),
    "dropout": ("dropout", "dropout_ratio", "dropout_rate", "dropout_ration", "drop_ratio",
                "drop_rate", "drop_prob", "use_dropout"),
    "normalized_shape": ("normalized_shape", "d_model", "dim", "hidden_size", "features",
                         "n_features", "num_features", "embed_dim", "emb_dim", "n_embd", "d",
                         "size", "n", "shape", "hidden_dim", "model_dim", "input_dim", "n_in",
                         "input_size", "layer_size", "units", "n_units", "ndim", "input_d"),
    "d_ff": ("d_ff", "hidden_dim", "ff_dim", "d_hidden", "dim_feedforward", "hidden_size",
             "intermediate_size", "ffn_dim", "n_hidden", "inner_dim", "d_inner", "hidden", "dff",
             "ffn_hidden", "ffn_hidden_dim", "ffn_size", "d_feedforward", "feedforward_dim",
             "feed_forward_dim", "dim_ff", "mlp_dim", "n_inner", "pf_dim"),
    "max_length": ("max_length", "max_len", "max_seq_len", "seq_len", "block_size", "n_positions",
                   "context_length", "max_position_embeddings", "maxlen", "T", "n_ctx",
                   "max_sequence_length", "num_positions", "length"),
    "n_tokens": ("n_tokens", "vocab_size", "n_vocab", "vocab", "V", "n_words", "num_tokens"),
    "n_segments": ("n_segments", "type_vocab_size", "num_segments", "segment_size"),
    "in_channels": ("in_channels", "n_channels", "num_channels", "in_chans", "channels",
                    "img_channels", "c", "n_in", "channel"),
    "patch_size": ("patch_size", "patch", "p", "ps"),
    "smoothing": ("smoothing", "label_smoothing", "eps", "epsilon", "alpha", "ls"),
    "ignore_index": ("ignore_index", "pad_id", "pad_idx", "padding_idx", "pad_token_id", "pad",
                     "pad_index", "pad_token", "ignore_label", "ignore_class", "ignore"),
    "weight": ("weight", "weights", "class_weight", "class_weights"),
    "pos_weight": ("pos_weight", "positive_weight", "weight_pos", "pos_w", "w_pos"),
    "warmup_steps": ("warmup_steps", "warmup", "n_warmup_steps", "warm_up", "num_warmup_steps",
                     "warmup_step"),
    "use_bias": ("use_bias", "bias", "with_bias", "has_bias"),
    "affine": ("affine", "elementwise_affine", "use_affine", "learnable"),
    "use_gamma": ("use_gamma", "scale", "use_scale", "affine", "elementwise_affine",
                  "use_affine", "learnable", "with_gamma", "learn_gamma"),
    "use_beta": ("use_beta", "center", "centre", "shift", "use_shift", "bias", "use_bias",
                 "with_beta", "learn_beta"),
    "track_running_stats": ("track_running_stats", "track_stats", "track_running", "track"),
    "batch_norm": ("batch_norm", "use_batchnorm", "use_batch_norm", "use_bn", "batchnorm", "bn"),
}  # fmt: skip
"""Names of arguments, by our own."""

SWITCHES = ("use_gamma", "use_beta")
"""Arguments that say whether there is an array; a parameter that is no flag asks for the array."""

AT_ONCE = dict.fromkeys(("affine", "elementwise_affine", "use_affine", "learnable"), SWITCHES)
"""Parameters that say several of our arguments at once; the case's first one is passed."""

Derive = Callable[[Any], Any]


def _pair(value: Any) -> tuple[Any, Any]:
    return tuple(value) if isinstance(value, tuple | list) else (value, value)


DERIVED: dict[str, tuple[str, Derive]] = {
    "kernel_h": ("kernel_size", lambda v: _pair(v)[0]),
    "kernel_w": ("kernel_size", lambda v: _pair(v)[1]),
    "keep": ("rate", lambda v: 1 - v),
}
"""Arguments that people split or turn round: what they are made from, and how."""

CLEARING = ("zero_grad", "zero_grads", "zero_gradient", "zero_gradients", "clear_grad",
            "clear_grads", "clear_gradients", "cleargrad", "cleargrads", "flush_gradients",
            "reset_grad", "reset_grads", "reset_gradients")  # fmt: skip
"""Methods that clear gradients which are added up over several calls."""

DERIVATIVES = ("d_{}", "{}_grad", "{}_derivative", "{}_prime", "grad_{}", "{}_diff", "d{}",
               "{}_d", "deriv_{}", "derivative_{}", "{}_deriv", "diff_{}")  # fmt: skip
"""How the derivative of a function is called."""

GRADIENTS = ("d{}", "{}_grad", "grad_{}", "{}grad", "g{}", "d_{}", "dL_d{}", "dL{}", "delta_{}",
             "{}_gradient", "grad{}")  # fmt: skip
"""How the gradient of an array is called."""


QUALIFIERS = frozenset({
    "arr", "array", "batch", "current", "layer", "mat", "matrix", "my", "np", "p", "param",
    "prob", "tensor", "the", "train", "val", "value", "vec", "vector",
})  # fmt: skip
"""Words of a name that may be left out where the whole name means nothing: ``p_dropout``."""


def _words(name: str) -> list[str]:
    """Return the words of a name, which underscores or capitals part."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
    return [word for word in spaced.split("_") if word]


def _without_qualifiers(name: str) -> str:
    """Return the plain form of a name without what only qualifies it; "" if all of it does."""
    return "".join(word for word in _words(name) if word not in QUALIFIERS)


def _turned(name: str) -> str:
    """Return the plain form of a name's two words in the other order; "" if they are not two."""
    words = _words(name)
    return words[1] + words[0] if len(words) == 2 else ""


def _plain(name: str) -> str:
    """Return a name as it is compared: ``learningRate``, ``W_z`` and ``Wz`` have one form each."""
    return name.replace("_", "").lower()


@cache
def _spelled(canonical: str) -> tuple[str, ...]:
    """Return the plain forms of all spellings of ``canonical``: optimizers ask at every step."""
    return tuple(_plain(name) for name in Names().of(canonical))


@dataclass(frozen=True)
class Names:
    """What a name of the user's means, and where to look for one of ours.

    Attributes:
        mapping: ours to theirs, as ``--map`` gives it.
    """

    mapping: Mapping[str, str] = field(default_factory=dict)

    def of(self, canonical: str) -> tuple[str, ...]:
        """Return the names under which ``canonical`` may be found, the likeliest first."""
        usual = ARRAYS.get(canonical, ()) + ARGUMENTS.get(canonical, ())
        mapped = (self.mapping[canonical],) if canonical in self.mapping else ()
        return (*mapped, canonical, *usual)

    def gradient_of(self, canonical: str) -> tuple[str, ...]:
        """Return the names under which dL/d ``canonical`` may be found."""
        mapped = (self.mapping[f"d{canonical}"],) if f"d{canonical}" in self.mapping else ()
        forms = [form.format(name) for name in self.of(canonical) for form in GRADIENTS]
        return (*mapped, *forms)

    def meaning(self, name: str, wanted: Iterable[str]) -> str | None:
        """Return which of ``wanted`` the user's ``name`` means; the nearest spelling wins."""
        wanted = list(wanted)
        for canonical, theirs in self.mapping.items():
            if theirs == name and canonical in wanted:
                return canonical
        if name in wanted:
            return name
        return _nearest(name, tuple(wanted))


@lru_cache(maxsize=10_000)
def _nearest(name: str, wanted: tuple[str, ...]) -> str | None:
    """Return which of ``wanted`` is spelled most like ``name``; a check asks thousands of times."""
    for plain in dict.fromkeys((_plain(name), _without_qualifiers(name), _turned(name))):
        ranked = [
            (_spelled(canonical).index(plain), place, canonical)
            for place, canonical in enumerate(wanted)
            if plain in _spelled(canonical)
        ]
        if ranked:
            return min(ranked)[2]
    return None


HOW_MANY = re.compile(r"(mini)?batch_?size|(n|num)_?(samples?|examples?|data)", re.IGNORECASE)
"""What the number of examples is called by who asks for it besides them."""


def how_many(name: str, arrays: Mapping[str, Any], config: Mapping[str, Any]) -> int:
    """Return how many examples there are, if that is what is asked for besides them; else 0."""
    first = next(iter(arrays.values()), None)
    asked = HOW_MANY.fullmatch(name) and "batch_size" not in config
    return len(first) if asked and isinstance(first, np.ndarray) and first.ndim else 0


def classes_in(arrays: Mapping[str, Any]) -> int | None:
    """Return how many classes there are, for code that must be told what ours counts itself.

    None if not all arrays hold numbers of classes.
    """
    numbers = [a for a in arrays.values() if isinstance(a, np.ndarray) and a.size]
    if not numbers or any(a.dtype.kind not in "iu" for a in numbers):
        return None
    return int(max(a.max() for a in numbers)) + 1
