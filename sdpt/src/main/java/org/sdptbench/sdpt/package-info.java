/**
 * SDPT: synchronous dual prompt tuning (Zhou et al., ECCV 2024), and its ablations.
 *
 * <p>Every chosen fusion layer owns one trainable matrix of k <em>unified prototype tokens</em> in
 * the fusion space, P [1, k, E]. The frozen query and key projections of that layer, W_v [E, v] and
 * W_l [E, l] with biases b_v and b_l, already map both modalities into that space; their
 * Moore–Penrose inverses carry P back, to both modalities at once and without training:
 *
 * <pre>P_v = (P − b_v)·(W_vᵀ)⁺      P_l = (P − b_l)·(W_lᵀ)⁺</pre>
 *
 * <p>P_v joins the image sequence and P_l the text sequence after the layer's normalisations, both
 * take part in the attention, and both are cut off before the residual (public code, fuse_helper.py
 * L173–179 and L332–487). Nothing else is trained: L·k·E scalars.
 *
 * <h2>Switches</h2>
 *
 * <ul>
 *   <li>{@code k}: tokens per layer; 0 is GLIP itself.
 *   <li>{@code mask}: {@code paper} lets image tokens attend to the text-side prompts; {@code
 *       release} masks them as the public code does, whose text-side prompts therefore have no
 *       effect and whose image output equals GLIP's.
 *   <li>{@code layers}: which fusion layers; all unless told.
 *   <li>{@code init}: start of the tokens; uniform on [−1, 1] in the public code.
 *   <li>{@code tokens}: {@code unified}, or {@code independent} matrices per modality appended to
 *       the projected queries and keys (public code, {@code vpt_only = -3}).
 *   <li>{@code modal}: the modalities that receive tokens.
 *   <li>{@code projection}: the training-free {@code inverse}, or a {@code learnable} linear layer
 *       per modality, which costs (E + 1)·(v + l) more scalars per layer.
 *   <li>{@code trainable}: {@code tokens} only as the paper says, or {@code tokens-and-head} as the
 *       public code does: every parameter of the head but the fusion blocks.
 * </ul>
 */
@NullMarked
package org.sdptbench.sdpt;

import org.jspecify.annotations.NullMarked;
