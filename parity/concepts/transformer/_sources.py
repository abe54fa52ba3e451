"""Where the blocks and networks of attention come from."""

from __future__ import annotations

XIONG = "Xiong et al. (2020), On layer normalization in the Transformer architecture"
RADFORD = "Radford et al. (2019), Language models are unsupervised multitask learners"
LIU = (
    "Liu et al. (2021), Swin Transformer: Hierarchical vision Transformer using shifted windows, "
    "ICCV"
)
PRESS = "Press and Wolf (2017), Using the output embedding to improve language models, EACL"
SHAZEER = "Shazeer (2019), Fast Transformer decoding: One write-head is all you need"
