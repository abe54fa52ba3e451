"""What a parameter of the user's is, as its name tells, where there is no concept to ask."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_ROLES: tuple[tuple[str, str], ...] = (
    ("training", r"(is)?(training|train|trainflg|trainflag|learning)|mode|phase"),
    ("cache", r"\w*caches?|ctx|context|memo|saved|tmp|state"),
    ("settings", r"\w+param|hparam(eter)?s|conf|config|cfg|options?|opts|settings|hyper\w*"),
    ("params", r"param(eter)?s|network|net|model|weights?dict"),
    ("lr", r"lr|learn(ing)?rate|eta|stepsize"),
    ("reg", r"reg|regstrength|lambda?|lambd|lmbda?|lam|l1|l2|weightdecay(lambda)?|regularization"),
    ("epsilon", r"eps|epsilon|tiny"),
    ("momentum", r"momentum|mu|rho"),
    ("keep", r"keep(prob|rate|ratio)?"),
    ("rate", r"(drop(out)?)?(ratio|rate|prob|ration)|dropout"),
    ("name", r"activation|act(ivation)?(fn|function|type)?|nonlinearity"),
    ("kernel", r"kernel(size|shape)?|filtersize|poolsize|ksize|windowsize|poolshape|filtershape"
               r"|(kernel|pool|filter)(h|w|height|width|rows|cols)|[fkph][hw]"),
    ("stride", r"strides?"),
    ("padding", r"pad(ding|s)?"),
    ("labels", r"t|ts|ytrue|labels?|teacher\w*|true|truth|groundtruth|ybatch|onehot"
               r"|target\w*"),
    ("indices", r"\w*(idx|ids|indices)|index|indexes|tokens|words?|captions(in)?|contexts?|chars"
                r"|cent(er|re)s?(words?)?"),
    ("prediction", r"yp|yhat|ypred|pred(iction)?s?|prob(abilitie)?s?|p|al|outputs?|out|scores"
                   r"|logits|a2|predicted|probas?"),
    ("cell", r"c|cprev|prevc|c0|ct|cellstate|cstate"),
    ("hidden", r"h|hprev|prevh|hs|h0|ht|hidden(state|prev)?|hstate|aprev|a0|at|hlast|hpre"
               r"|\w+hidden|hiddens|(enc|dec)(oder)?(hs|hiddens?|(hidden)?states?|outputs?)"),
    ("mask", r"masks?|(src|trg|tgt|enc|dec|self|cross|memory|pad|padding|source|target|encoder"
             r"|decoder|attn|attention|causal|lookahead)masks?"),
    ("scale", r"gamma|scale"),
    ("shift", r"beta|shift"),
    ("bias", r"b|bias(es)?|b\d+|b[a-z]{1,2}\d?|w0|bias(\d|h\w*|in\w*|out\w*|[ficog]\d?)"),
    ("weight", r"w|weights?|weights?(\d|in\w*|h\w*|out\w*|x\w?\d?|i?h+\d?)|w\d+|w[a-z]{1,3}\d?"
               r"|kernels?|filters?|wembed\w*|embed\w*|theta|u|v"),
    ("seed", r"seed|randomstate"),
    ("upstream", r"d(out|y|h\w*|c\w*|values|z\d*|a\d*|l\w*|next\w*|scores|x|output|inputs?|q|k|v|o)"
                 r"|grad\w*|accumgrad|delta\w*|upstream\w*|dl?d\w+|gys?|g|pregrad|\w+grad(ient)?s?"),
    ("x", r"x\w*|inputs?|inputdata|data|features?|z\d*|a|aprev|images?|u|arr|q|k|v|query|key"
          r"|value"),
)  # fmt: skip
_OF_STEPS = re.compile(r"hs\w*|\w*hiddens|(enc|dec)(oder)?(hs|(hidden)?states|outputs)")
_PATTERNS = [(role, re.compile(pattern)) for role, pattern in _ROLES]
_OF_BACKWARD = ("upstream", "cache", "lr", "training", "settings", "params")

LABEL_NAMES = {"y", "d", "t"}


def plain(name: str) -> str:
    """Return a name as names are compared."""
    return name.replace("_", "").lower()


def role_of(name: str, wanted: Iterable[str] | None = None) -> str:
    """Return the role of one name; "" if it tells none."""
    bare = plain(name)
    for role, pattern in _PATTERNS:
        if (wanted is None or role in wanted) and pattern.fullmatch(bare):
            return role
    return ""


def of_all_steps(name: str) -> bool:
    """Tell whether a name is that of the states of all steps: ``hs``, ``encoder_hiddens``."""
    return bool(_OF_STEPS.fullmatch(plain(name)))


def roles_of(names: Sequence[str]) -> dict[str, str]:
    """Return what the parameters of a forward function are, told from all of them together."""
    found = {name: role_of(name) or "x" for name in names}
    bare = {plain(name): name for name in names}
    labelled = any(found[name] == "labels" for name in names)
    if "d" in bare and "y" in bare:  # (x, d, z1, y): the course's letters
        found[bare["d"]] = "labels"
        labelled = True
    for letter in ("y", "d"):
        if letter not in bare:
            continue
        name = bare[letter]
        if found[name] == "labels":
            continue
        if labelled:
            found[name] = "prediction"
            continue
        # In (x, y) and (y, y_pred) it is the labels; alone it is what goes in.
        others = [n for n in names if n != name and found[n] in ("x", "prediction", "params")]
        found[name] = "labels" if others else "x"
        labelled = labelled or found[name] == "labels"
    if "hs" in bare and "a" in bare:
        found[bare["a"]] = "attention"
    if "upstream" in found.values():  # a forward has none: g, dx and the like are inputs
        found = {n: "x" if r == "upstream" else r for n, r in found.items()}
    if not any(r in ("x", "prediction", "indices") for r in found.values()):
        # (h, c) or (a, w): the first that is no parameter is the input.
        for name in names:
            if found[name] in ("hidden", "cell", "weight", "cache") and name.islower():
                found[name] = "x"
                break
    return found


def backward_role(name: str) -> str:
    """Return the role of a parameter of a backward function."""
    return role_of(name, _OF_BACKWARD)
