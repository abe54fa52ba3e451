"""Where the generative models come from."""

from __future__ import annotations

KINGMA = "Kingma and Welling (2014), Auto-encoding variational Bayes, ICLR, arXiv:1312.6114"
GOODFELLOW = "Goodfellow et al. (2014), Generative adversarial nets, NIPS, arXiv:1406.2661"
MIRZA = "Mirza and Osindero (2014), Conditional generative adversarial nets, arXiv:1411.1784"
HINTON = (
    "Hinton and Salakhutdinov (2006), Reducing the dimensionality of data with neural networks, "
    "Science 313"
)
VINCENT = (
    "Vincent, Larochelle, Bengio and Manzagol (2008), Extracting and composing robust features "
    "with denoising autoencoders, ICML"
)
ARJOVSKY = "Arjovsky, Chintala and Bottou (2017), Wasserstein GAN, arXiv:1701.07875"
GULRAJANI = "Gulrajani et al. (2017), Improved training of Wasserstein GANs, NIPS, arXiv:1704.00028"
ZHU = (
    "Zhu, Park, Isola and Efros (2017), Unpaired image-to-image translation using "
    "cycle-consistent adversarial networks, ICCV, arXiv:1703.10593"
)
DINH = "Dinh, Sohl-Dickstein and Bengio (2017), Density estimation using Real NVP, ICLR"
HO = "Ho, Jain and Abbeel (2020), Denoising diffusion probabilistic models, arXiv:2006.11239"
OORD = "van den Oord, Kalchbrenner and Kavukcuoglu (2016), Pixel recurrent neural networks, ICML"
RADFORD = (
    "Radford, Metz and Chintala (2016), Unsupervised representation learning with deep "
    "convolutional generative adversarial networks, ICLR, arXiv:1511.06434"
)
