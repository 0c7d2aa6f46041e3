/**
 * APoLLo: unified adapter and prompt learning (Chowdhury et al., EMNLP 2023; public code,
 * src/trainers/apollo.py). Three parts, in all of which GLIP is frozen.
 *
 * <h2>Prompts</h2>
 *
 * <p>Those of MaPLe ({@link org.sdptbench.baselines.prompt.CoupledPrompts}; what they are says
 * {@link org.sdptbench.baselines.maple}): n = 2, J = 9.
 *
 * <h2>Adapters</h2>
 *
 * <p>One for each modality at the entry of the fusion. With x the tokens of a modality, [N_v, 256]
 * over P3 to P7 or [N_l, 768], y those of the other, and LN₁' the other adapter's LN₁:
 *
 * <pre>
 * x ← x + CA(LN₁(x), LN₁'(y))              CA: attention with 8 heads; padding of the text is masked
 * x ← x + W₂·ReLU(W₁·LN₂(x) + b₁) + b₂     of hidden width 4·d
 * </pre>
 *
 * <p>Queries, keys and values start as Glorot's uniform, W₁ as PyTorch's linear layers do; the
 * output of the attention and W₂ start at zero, so that the adapters start as the identity. With d
 * the width of the tokens and d' that of the others, an adapter has
 *
 * <pre>
 * queries d² + d, keys and values 2·(d'·d + d), output d² + d, feed-forward 2·d·4d + 4d + d, norms 4d
 * image:  65,792 +   393,728 +  65,792 +   525,568 + 1,024 = 1,051,904
 * text:  590,592 +   394,752 + 590,592 + 4,722,432 + 3,072 = 6,301,440
 * </pre>
 *
 * <p>scalars, 7,353,344 together; with the prompts 9,286,592 for GLIP-T and 11,206,016 for GLIP-L.
 *
 * <h2>Consistency</h2>
 *
 * <p>While training, frozen GLIP sees the images mirrored, without the caption. Both its features
 * and the adapted ones are pooled to a grid of g × g regions per image: the mean over each region,
 * then over the levels; the frozen regions are put back to where they are in the image. x_i and a_i
 * are the n = B·g² adapted and frozen regions of a batch, s their cosine:
 *
 * <pre>
 * contrast_i  = log Σ_(j≠i) exp(s(x_i, a_j) / 0.2) − s(x_i, a_i) / 0.2
 * P_i         = softmax over j≠i of s(x_i, x_j) / 0.04
 * Q_i         = softmax over j≠i of s(a_i, x_j) / 0.04
 * term        = consistency · mean over i of (contrast_i + divergence · JS(P_i, Q_i))
 * </pre>
 *
 * <p>Only x has gradients. With a single region there is nothing to tell apart, and no term.
 *
 * <h2>Settings</h2>
 *
 * <ul>
 *   <li>{@code n}, {@code depth}, {@code init}: as for MaPLe.
 *   <li>{@code heads}: 8; they divide the width.
 *   <li>{@code width}, {@code feed-forward}: of the attention and of the feed-forward layers, d and
 *       4·d unless told (0). Small ones make a bottleneck where the budget matters: 64 and 64 are
 *       399,872 scalars for both adapters.
 *   <li>{@code self-attention}: {@code none}, unless told, or {@code text}: the text also attends
 *       to itself.
 *   <li>{@code consistency}, {@code divergence}: the weights, 1 and 2; with {@code consistency} 0
 *       frozen GLIP is not run.
 *   <li>{@code grid}: g, 4. With 1, an image is one region, as in the original.
 * </ul>
 *
 * <p><em>Changed for GLIP.</em> The original adapts CLIP's two pooled features, x ← LN₁(x + SA(x) +
 * CA(x, y)), x ← LN₂(x + FFN(x)), with dropout 0.1.
 *
 * <ul>
 *   <li>GLIP's fusion takes sequences. Self-attention over some 22,000 image tokens is out of
 *       reach, so only the text may have it.
 *   <li>A normalisation after the sum changes x even if nothing is added, and the fusion was
 *       trained on features that had none. Here what is added is normalised first; both modalities
 *       are, as in GLIP's own fusion. The number of scalars is the same.
 *   <li>In the original both attentions have the same weights, 512 being the width of both
 *       modalities. Here the widths differ: queries and output are shared, and the text's own keys
 *       and values have 2·(d² + d) = 1,181,184 scalars of their own.
 *   <li>The original contrasts the images of a batch. Images of a detector show many things, and
 *       batches are small, down to a single image; regions can be told apart in each.
 *   <li>A mirrored image stands for the original's augmented one: regions can be matched, and
 *       nothing is random. There is no dropout either; hooks draw no random numbers.
 *   <li>All images of a batch share one caption, so there is nothing to contrast in the text; the
 *       public code has no such term either.
 * </ul>
 *
 * <p><em>Changed against the public code.</em> As released the attention's outcome, a tuple, is
 * added to an array, which fails; and what is trained is chosen by a name that the adapters do not
 * bear, so that they would stay as drawn. Its two distributions leave the last row out, are taken
 * by columns but normalised by rows, and pass a second softmax; its divergence is from a mean of
 * logarithms. Here the distributions are softmaxes over the other regions, and the divergence is
 * Jensen's and Shannon's.
 */
@NullMarked
package org.sdptbench.baselines.apollo;

import org.jspecify.annotations.NullMarked;
