"""Runs blocks of the original implementations on random weights and writes what they give.

    python3 originals.py CHECKOUTS REPOSITORY

CHECKOUTS holds clones of microsoft/LoRA (c4593f0), KMnP/vpt (4410440), sIncerass/MVLPT (6fa518b),
muzairkhattak/multimodal-prompt-learning (69bce21) and yaoweilee/PMF (0858587), each under its own
name. Nothing of theirs is copied: their classes are imported, or made without their constructors
where these would load CLIP or ViT, and their forward passes run. Needs torch. Everything is float64.

schowdhury671/APoLLo (0cf9ad0) is not among them: its AdapterLayer adds the tuple that
nn.MultiheadAttention returns to a tensor, and so does not run as it was released.
"""

import importlib
import json
import sys
import types
from pathlib import Path
from unittest import mock

import torch
from torch import nn

torch.set_default_dtype(torch.float64)


def draw(seed, *shape):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def fill(module, seed):
    """Wide random values, so that no term hides behind another."""
    for i, (name, parameter) in enumerate(sorted(module.named_parameters())):
        parameter.data = 0.5 * draw(seed + i, *parameter.shape)


def write(folder, name, arrays):
    document = {
        key: {"shape": list(value.shape), "values": value.detach().reshape(-1).tolist()}
        for key, value in arrays.items()
    }
    (folder / name).write_text(json.dumps(document, indent=0) + "\n")


def package(name, folder):
    module = types.ModuleType(name)
    module.__path__ = [str(folder)]
    sys.modules[name] = module


def stub(*names):
    for name in names:
        sys.modules[name] = mock.MagicMock()


def lora(checkouts, out):
    sys.path.insert(0, str(checkouts / "LoRA"))
    layers = importlib.import_module("loralib.layers")
    layer = layers.Linear(5, 4, r=2, lora_alpha=6)
    fill(layer, 1)
    x = draw(9, 3, 5)
    write(out, "lora.json", {**dict(layer.named_parameters()), "x": x, "y": layer(x)})


def vpt(checkouts, out):
    timm = types.ModuleType("timm.models.layers")
    timm.to_2tuple = lambda x: x if isinstance(x, tuple) else (x, x)
    timm.DropPath = lambda rate: nn.Identity()
    timm.trunc_normal_ = nn.init.trunc_normal_
    stub("timm", "timm.models", "torchvision")
    sys.modules["timm.models.layers"] = timm
    root = checkouts / "vpt" / "src"
    for name, folder in {
        "src": root,
        "src.models": root / "models",
        "src.models.vit_prompt": root / "models" / "vit_prompt",
        "src.models.vit_backbones": root / "models" / "vit_backbones",
    }.items():
        package(name, folder)
    stub("src.utils")
    swin = importlib.import_module("src.models.vit_prompt.swin_transformer")
    for shift in (0, 1):
        block = swin.PromptedSwinTransformerBlock(
            num_prompts=2, prompt_location="prepend", dim=4, input_resolution=(6, 6), num_heads=2,
            window_size=3, shift_size=shift)
        fill(block, 20)
        # One image: with more, the public code's mean over windows takes those of other images.
        x, prompts = draw(50, 1, 36, 4), draw(51, 1, 2, 4)
        after = block(torch.cat((prompts, x), 1))
        arrays = {n: p for n, p in block.named_parameters()}
        write(out, f"vpt-shift{shift}.json", {
            **arrays, "x": x.reshape(1, 6, 6, 4), "prompts": prompts,
            "map": after[:, 2:].reshape(1, 6, 6, 4), "tokens": after[:, :2]})


def dassl():
    registry = mock.MagicMock()
    registry.register = lambda: lambda cls: cls
    engine = types.ModuleType("dassl.engine")
    engine.TRAINER_REGISTRY, engine.TrainerX = registry, object
    stub("dassl", "dassl.metrics", "dassl.utils", "dassl.optim", "dassl.data",
         "dassl.data.data_manager", "dassl.data.datasets", "dassl.data.samplers",
         "dassl.data.transforms", "tabulate", "trainers.vision_benchmark",
         "trainers.vision_benchmark.evaluation", "trainers.vision_benchmark.datasets", "clip.clip", "clip.simple_tokenizer")
    sys.modules["dassl.engine"] = engine


def bare(cls):
    module = cls.__new__(cls)
    nn.Module.__init__(module)
    return module


def fresh(name, folder):
    for known in [m for m in sys.modules if m == name or m.startswith(name + ".")]:
        del sys.modules[known]
    package(name, folder)


def upt(checkouts, out):
    fresh("clip", checkouts / "MVLPT" / "clip")
    fresh("trainers", checkouts / "MVLPT" / "trainers")
    dassl()
    trainer = importlib.import_module("trainers.mvlpt")
    clip = importlib.import_module("clip.model")
    clip.LayerNorm.forward = nn.LayerNorm.forward  # theirs computes in float32, whatever comes
    transformer = clip.Transformer
    n, d, channels, width, blocks = 2, 6, 5, 4, 3
    learner = bare(trainer.MultitaskVLPromptLearner)
    learner.coop_n_ctx, learner.vpt_n_ctx, learner.vpt_deep = n, n, True
    learner.ctx = nn.Parameter(torch.empty(n, d))
    learner.vpt_embeddings = nn.Parameter(torch.empty(1, n, channels))
    learner.vpt_embeddings_deep = nn.Parameter(torch.empty(blocks - 1, n, channels))
    learner.mvlpt_proj_ctx_coop_pre = nn.Linear(d, width)
    learner.mvlpt_proj_ctx_coop_post = nn.Linear(width, d)
    learner.mvlpt_proj_ctx_vpt_pre = nn.Linear(channels, width)
    learner.mvlpt_proj_ctx_vpt_post = nn.Linear(width, channels)
    learner.mvlpt_proj = transformer(width=width, layers=1, heads=1)
    fill(learner, 100)
    # The public code goes through float32 before the block.
    with mock.patch.object(torch.Tensor, "float", lambda self: self):
        arrays = dict(learner.named_parameters())
        # As released: CLIP's block wants [length, batch, width] and gets [1, prompts, width], so that
        # each prompt attends to itself alone.
        _, first, deep = learner.forward_mvlpt_proj(torch.float64)
        released = torch.cat((first, deep))
        # As meant, and as UPT's paper says: all prompts attend to one another.
        block = learner.mvlpt_proj
        del learner.mvlpt_proj
        object.__setattr__(
            learner, "mvlpt_proj", lambda x: block(x.transpose(0, 1)).transpose(0, 1))
        _, first, deep = learner.forward_mvlpt_proj(torch.float64)
    write(out, "upt.json", {**arrays, "vision": torch.cat((first, deep)), "released": released})


def maple(checkouts, out):
    fresh("clip", checkouts / "multimodal-prompt-learning" / "clip")
    fresh("trainers", checkouts / "multimodal-prompt-learning" / "trainers")
    dassl()
    trainer = importlib.import_module("trainers.maple")
    n, d, channels, depth = 2, 6, 5, 3
    learner = bare(trainer.MultiModalPromptLearner)
    learner.n_cls = 1
    learner.ctx = nn.Parameter(torch.empty(n, d))
    learner.proj = nn.Linear(d, channels)
    learner.compound_prompts_text = nn.ParameterList(
        [nn.Parameter(torch.empty(n, d)) for _ in range(depth - 1)])
    learner.compound_prompt_projections = nn.ModuleList(
        [nn.Linear(d, channels) for _ in range(depth - 1)])
    learner.token_prefix, learner.token_suffix = torch.zeros(1, 1, d), torch.zeros(1, 3, d)
    fill(learner, 200)
    prompts, shared, deep_text, deep_vision = learner()
    write(out, "maple.json", {
        **dict(learner.named_parameters()), "text0": prompts[0, 1:1 + n], "vision0": shared,
        **{f"text{i + 1}": deep_text[i] for i in range(depth - 1)},
        **{f"vision{i + 1}": deep_vision[i] for i in range(depth - 1)}})


class FakeLayer(nn.Module):
    """In layer i, a token x of n becomes x + sin((i + 1) * mean of all n), as in the tests' fakes."""

    def __init__(self, index, seen):
        super().__init__()
        self.index, self.seen = index, seen

    def forward(self, tokens, mask=None):
        after = tokens + torch.sin((self.index + 1) * tokens.mean(1, keepdim=True))
        self.seen.append(after)
        return (after,)


def pmf(checkouts, out):
    stub("transformers", "transformers.models", "transformers.models.vit",
         "transformers.models.vit.modeling_vit", "transformers.models.bert",
         "transformers.models.bert.modeling_bert")
    sys.argv = ["PMF.py"]
    sys.path.insert(0, str(checkouts / "PMF"))
    code = importlib.import_module("PMF")
    layers, width_image, width_text, hidden = 3, 3, 2, 4
    queries, context, fusion = 2, 1, 3
    model = bare(code.PMF)
    model.args = types.SimpleNamespace(
        n_fusion_layers=2, n_qp=queries, n_qcp=context, n_fcp=fusion)

    def parameters(k, width):
        return nn.ParameterList([nn.Parameter(torch.empty(1, k, width)) for _ in range(2)])

    model.v2t_qp, model.t2v_qp = parameters(queries, width_image), parameters(queries, width_text)
    model.v2t_qcp, model.t2v_qcp = parameters(context, width_image), parameters(context, width_text)
    model.vision_fcp = parameters(fusion, width_image)
    model.text_fcp = parameters(fusion, width_text)
    model.v2t_trans = nn.ModuleList(
        [code.MLP_adapter(width_image, hidden, width_text) for _ in range(2)])
    model.t2v_trans = nn.ModuleList(
        [code.MLP_adapter(width_text, hidden, width_image) for _ in range(2)])
    fill(model, 300)
    image, text = draw(400, 2, 5, width_image), draw(401, 1, 4, width_text).expand(2, -1, -1)
    seen_image, seen_text = [], []

    def encoder(tokens, seen, width):
        fake = types.SimpleNamespace()
        fake.embeddings = lambda *ids: tokens
        fake.config = types.SimpleNamespace(num_hidden_layers=layers, hidden_size=width)
        fake.encoder = types.SimpleNamespace(layer=[FakeLayer(i, seen) for i in range(layers)])
        fake.layernorm = lambda x: x
        fake.heads = lambda x: torch.zeros(1)
        return fake

    object.__setattr__(model, "vit_encoder", encoder(image, seen_image, width_image))
    object.__setattr__(model, "bert_encoder", encoder(text, seen_text, width_text))
    model.forward(image, torch.zeros(2, 4), torch.zeros(2, 4), torch.ones(2, 4))
    extra = queries + fusion
    write(out, "pmf.json", {
        **dict(model.named_parameters()), "image": image, "caption": text[:1],
        "image_after": seen_image[-1][:, :-extra], "text_after": seen_text[-1][:, :-extra]})


def main(checkouts, repository):
    baselines = repository / "baselines/src/test/resources/org/sdptbench/baselines/originals"
    lora(checkouts, baselines)
    vpt(checkouts, repository / "glip/src/test/resources/org/sdptbench/glip/vision")
    upt(checkouts, baselines)
    maple(checkouts, baselines)
    pmf(checkouts, baselines)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
