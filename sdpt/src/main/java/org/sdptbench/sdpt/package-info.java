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
 * L173–179 and L332–487): nothing is carried from layer to layer. Nothing else is trained: L·k·E
 * scalars, 8·10·2048 = 163,840 of GLIP-L at k = 10, which is the paper's 0.04 %.
 *
 * <p>Where the tokens act: P_v as further keys and values of the text, so on the text stream; P_l
 * as further keys and values of the image, so on the image stream. Latent → fusion → latent is the
 * identity; fusion → latent → fusion is the orthogonal projection onto the columns of W, and loses
 * of a random P about √(1 − v/E) of its norm on the image side and √(1 − l/E) on the text side.
 *
 * <h2>Switches</h2>
 *
 * <p>Settings of the method, by name; the first word is what holds unless told. "Release" is the
 * public code.
 *
 * <h3>{@code k}: 10</h3>
 *
 * <p>Tokens per layer and matrix, in the paper 10 and 200; 0 is GLIP itself, to the bit.
 *
 * <h3>{@code layers}: {@code all}, {@code first}, {@code last}, {@code first-half}, {@code
 * last-half}, or numbers</h3>
 *
 * <p>The fusion layers with tokens; numbers count from 0, e.g. {@code 0,2} ({@code cpt_layers} of
 * the release). The words mean the same of models with different numbers of layers; of an odd
 * number, both halves have the middle one.
 *
 * <h3>{@code mask}: {@code paper}, {@code release}</h3>
 *
 * <p>Whether the image attends to the text-side tokens. The release appends 0 to the attention mask
 * for them (fuse_helper.py L261, L424) although the paper says that both modalities are prompted:
 * their weight is exactly 0 and their own rows are cut off, so they have no effect, and the image
 * output of the layer is GLIP's. They are therefore left out, which changes no value, and so is all
 * that only they would need: it is not trained and not counted. {@code paper} appends 1.
 *
 * <h3>{@code init}: eight starts</h3>
 *
 * <p>Start of the tokens (release: {@code ECCV.init_way}, fuse_helper.py L244–260). PyTorch counts
 * the fans of an array [1, k, E] as of a convolution of 1 output, k inputs and a receptive field of
 * E: fan in = k·E, fan out = E. The figures are for E = 2048 and k = 10, where fan in = 20,480 and
 * fan in + fan out = 22,528.
 *
 * <ul>
 *   <li>{@code uniform}: on [−1, 1]; deviation 0.577.
 *   <li>{@code normal}: mean 0, deviation 1.
 *   <li>{@code sparse}: of each of the E columns of the matrix [k, E], ⌈k/2⌉ values at random rows
 *       are 0, the others normal with deviation 0.01. PyTorch's {@code sparse_} takes two sizes
 *       only, so that the release stops with an error at its three; the matrix without the leading
 *       1 is our reading. At k = 1 it is {@code zeros}.
 *   <li>{@code xavier-uniform}: with ReLU's gain √2, bound √2·√(6 / ((k + 1)·E)) = 0.0231.
 *   <li>{@code xavier-normal}: with gain 1, deviation √(2 / ((k + 1)·E)) = 0.0094.
 *   <li>{@code kaiming-uniform}: fan in, gain √2, bound √(6 / (k·E)) = 0.0171.
 *   <li>{@code kaiming-normal}: fan in, gain √2, deviation √(2 / (k·E)) = 0.0099.
 *   <li>{@code zeros}: tokens that start alike get the same gradient and stay alike, so that k of
 *       them act as one token of k times the weight.
 * </ul>
 *
 * <h3>{@code tokens}: {@code unified}, {@code independent}, {@code independent-latent}</h3>
 *
 * <p>Spatial synchrony: whether one matrix prompts both modalities. {@code independent} is what the
 * release has to compare with ({@code vpt_only = -3}, L231–240, L352–364, L441–445): two matrices
 * [1, k, E] a layer, appended to the scaled queries and to the keys; without values of their own,
 * they only take attention away from real positions. That differs from SDPT in more than sharing.
 * {@code independent-latent}, ours, differs in nothing else: two matrices, each mapped back to its
 * modality as P is. Both train 2·L·k·E scalars, twice SDPT's at the same k.
 *
 * <h3>{@code modal}: {@code both}, {@code image}, {@code text}</h3>
 *
 * <p>The modalities that receive tokens (the paper's column "Modal").
 *
 * <h3>{@code projection}: {@code inverse}, {@code learnable}</h3>
 *
 * <p>The training-free inverse, or a linear layer per modality that starts as Glorot's uniform with
 * bias 0: (E + 1)·(v + l) more scalars a layer, 16,785,408 in GLIP-L and 12,589,056 in GLIP-T. The
 * paper compares with it; the release has no code of it.
 *
 * <h3>{@code prompting}: {@code together}, {@code alternately-by-step}, {@code
 * alternately-by-layer}</h3>
 *
 * <p>Temporal synchrony: whether both modalities are prompted at the same time. The paper's caption
 * names it, the release has no code of it; two readings:
 *
 * <ul>
 *   <li>{@code alternately-by-step}: both sides always act, so that the network that is tested is
 *       the one that is trained, but the gradient flows through the image side alone at training
 *       steps 0, 2, … and through the text side alone at steps 1, 3, …. The two parts sum to the
 *       gradient of {@code together}. An array of the other side's gets the gradient 0 then, and
 *       moves by its momentum only.
 *   <li>{@code alternately-by-layer}: layers 0, 2, … have image-side tokens only, layers 1, 3, …
 *       text-side tokens only, in training and in test. What a layer does not use is not trained:
 *       independent tokens cost L·k·E as unified ones do, learnable projections half.
 * </ul>
 *
 * <p>At the same number of steps {@code alternately-by-step} gives each side half as many gradients
 * as {@code together}. Equal gradients per side take twice the steps ({@code recipe.stepsFactor:
 * 2}); the experiment {@code sync} shows both.
 *
 * <h3>The head</h3>
 *
 * <p>Tokens only, as the paper says. In the release every parameter of the head but the fusion
 * blocks is trained too: {@code head: whole}, 72,240,108 more in GLIP-L, 54,229,812 in GLIP-T
 * ({@link org.sdptbench.glip.peft.HeadTuning}).
 *
 * <h2>What does not fit</h2>
 *
 * <p>Refused, since something would be named that has no effect: {@code modal} text with the mask
 * of the release; {@code independent} tokens, which pass no projection, with a learnable one; turns
 * with one modality, or with the mask of the release; turns by layer over layers that are all even
 * or all odd.
 */
@NullMarked
package org.sdptbench.sdpt;

import org.jspecify.annotations.NullMarked;
