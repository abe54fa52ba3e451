"""Where the concepts of detection and segmentation come from."""

EVERINGHAM = (
    "Everingham, Van Gool, Williams, Winn and Zisserman (2010), The PASCAL visual object classes "
    "(VOC) challenge, International Journal of Computer Vision 88, 303-338"
)
REZATOFIGHI = (
    "Rezatofighi et al. (2019), Generalized intersection over union: a metric and a loss for "
    "bounding box regression, CVPR, https://arxiv.org/abs/1902.09630"
)
GIRSHICK_2014 = (
    "Girshick, Donahue, Darrell and Malik (2014), Rich feature hierarchies for accurate object "
    "detection and semantic segmentation, CVPR, https://arxiv.org/abs/1311.2524"
)
GIRSHICK_2015 = "Girshick (2015), Fast R-CNN, ICCV, https://arxiv.org/abs/1504.08083"
REN = (
    "Ren, He, Girshick and Sun (2015), Faster R-CNN: towards real-time object detection with "
    "region proposal networks, NIPS, https://arxiv.org/abs/1506.01497"
)
HE_2017 = (
    "He, Gkioxari, Dollár and Girshick (2017), Mask R-CNN, ICCV, https://arxiv.org/abs/1703.06870"
)
LIU = (
    "Liu et al. (2016), SSD: single shot multibox detector, ECCV, https://arxiv.org/abs/1512.02325"
)
REDMON = (
    "Redmon, Divvala, Girshick and Farhadi (2016), You only look once: unified, real-time object "
    "detection, CVPR, https://arxiv.org/abs/1506.02640"
)
LIN_2017 = (
    "Lin, Dollár, Girshick, He, Hariharan and Belongie (2017), Feature pyramid networks for object "
    "detection, CVPR, https://arxiv.org/abs/1612.03144"
)
TIAN = (
    "Tian, Shen, Chen and He (2019), FCOS: fully convolutional one-stage object detection, ICCV, "
    "https://arxiv.org/abs/1904.01355"
)
LONG = (
    "Long, Shelhamer and Darrell (2015), Fully convolutional networks for semantic segmentation, "
    "CVPR, https://arxiv.org/abs/1411.4038"
)
