/**
 * UPT: unified prompt tuning (Zang et al., 2022), as computed by the public code of MVLPT (Shen et
 * al., WACV 2024, trainers/mvlpt.py), since UPT's own has not been released. MVLPT prompts every
 * layer of the image's encoder unless told ({@code depth: deep} here); UPT's paper, the first only.
 *
 * <p>n text prompts T [n, d], drawn from N(0, 0.02²), and n visual prompts V [n, C], uniform on
 * ±√(6 / (3·p² + C)) with patches of side p = 4, are mapped to a common width w = 128, joined to
 * one sequence, passed through one transformer block, parted, and mapped back:
 *
 * <pre>
 * z = [T·Aᵀ + a ; V·Bᵀ + b]
 * z = z + MHA(LN(z))        one head
 * z = z + MLP(LN(z))        w to 4w to w with x·σ(1.702 x) between
 * T' = z₁·A'ᵀ + a'          V' = z₂·B'ᵀ + b'
 * </pre>
 *
 * <p>A width that equals w needs no maps. T' enters the text encoder, V' Swin; everything of GLIP
 * is frozen.
 *
 * <ul>
 *   <li>{@code depth: shallow}, unless told: V' enters before the first block of Swin and stays to
 *       the end. n·(d + C₀) + 2·d·w + w + d + 2·C₀·w + w + C₀ + 12·w² + 13·w scalars: n = 4 is
 *       424,032 for GLIP-T and 449,088 for GLIP-L.
 *   <li>{@code depth: deep}: every block of Swin has n visual prompts of its own; all of them and
 *       the text prompts are one sequence in the common block. The maps of visual prompts are
 *       shared among the blocks of a stage, where the width is the same; in CLIP it is the same
 *       everywhere. n = 4 is 787,104 for GLIP-T and 1,211,712 for GLIP-L.
 * </ul>
 *
 * <p>The block starts as PyTorch's layers do: the joint weight of queries, keys and values as
 * Glorot's uniform, other weights uniform on ±1/√in, biases of the attention zero, other biases
 * uniform on ±1/√in.
 *
 * <p><em>Changed against the public code.</em> MVLPT hands its block the prompts as [1, S, w] where
 * CLIP's block wants [S, 1, w], so that each prompt attends to itself alone and the modalities do
 * not meet. Here all prompts are one sequence, as UPT's paper says.
 *
 * <p><em>Changed for GLIP.</em> Text prompts stand between [CLS] and the caption, which names all
 * classes at once, and leave before the fusion. T' stands for word embeddings, as in CLIP, and so
 * passes BERT's frozen embedding layer at positions 1 to n. Visual prompts go through windows as
 * VPT's do. The original trains with SGD at a rate of 0.002.
 */
@NullMarked
package org.sdptbench.baselines.upt;

import org.jspecify.annotations.NullMarked;
