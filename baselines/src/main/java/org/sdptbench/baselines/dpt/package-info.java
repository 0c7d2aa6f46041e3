/**
 * DPT: dual-modality prompt tuning (Xing et al., 2022, arXiv 2208.08340), after the public code
 * (fanrena/DPT, trainers/DPT.py). Three kinds of prompts, and nothing else, are trained.
 *
 * <ul>
 *   <li><em>Text context</em>: n vectors [n, d_t] in the place of word embeddings after [CLS], as
 *       in CoOp, through the whole text encoder; they leave before the fusion.
 *   <li><em>Visual prompts</em>: k vectors [k, C] in the windows of every Swin block before the
 *       class-aware ones, new ones at each block, as in VPT-deep.
 *   <li><em>Class-aware visual prompts</em> (CAVPT): in the last blocks the prompts are not
 *       parameters but are made anew for each image, from what the text encoder says of the classes
 *       and what the image encoder has seen so far.
 * </ul>
 *
 * <h2>Class-aware prompts</h2>
 *
 * <p>t_c [d_t] is the mean over class c's tokens of the text encoder's output, context and all. A
 * block of width d_v whose input tokens are X [N, d_v] makes of it
 *
 * <pre>
 * q_c = A·t_c + a                       the class asks
 * Z   = [stop-gradient(X); E]           of the image and of ten learnable vectors E
 * o_c = V·(softmax((K·Z)·(Q·q_c) / √32) · Z)
 * p_c = LN₁(q_c + o_c)                  the prompt
 * s_c = w·LN₂(o_c)                      the logit that the image shows the class
 * </pre>
 *
 * <p>with Q and K of shape [32, d_v], V [d_v, d_v] and w [d_v], all without bias. The prompts p_c
 * join every window of the block and leave after it. Nothing flows back from them into X.
 *
 * <p>The auxiliary loss is α times the mean over blocks, images and classes of the binary cross
 * entropy between s_c and whether the image shows the class. It exists only while training.
 *
 * <p>If a caption has more than {@code classes} classes, only those with the highest s_c in the
 * first class-aware block get a prompt, the same ones in all blocks; every class is scored in every
 * block.
 *
 * <h2>Settings</h2>
 *
 * <ul>
 *   <li>{@code n} = 16 and {@code k} = 10, as in the public code; 0 for none.
 *   <li>{@code blocks}: the blocks with class-aware prompts, {@code last-stage} or how many from
 *       the end, over stages if need be.
 *   <li>{@code classes} = 10, the public code's CPN.
 *   <li>{@code alpha} = 0.3, the public training script's. Never 0: nothing else trains the scores
 *       that choose the classes.
 * </ul>
 *
 * <p>All prompts and E start as N(0, 0.02²), also the visual ones, as in the public code; linear
 * layers as in PyTorch, uniform on ±1/√(inputs); normalisations with 1 and 0. A fresh DPT therefore
 * is not GLIP itself.
 *
 * <h2>Parameters</h2>
 *
 * <p>n·d_t + k·ΣC over the blocks with visual prompts + d_v·(d_t + d_v + 80) for each class-aware
 * block: d_t·d_v + d_v for A and a, 64·d_v for Q and K, d_v² for V, 10·d_v for E, 4·d_v for the two
 * normalisations, d_v for w.
 *
 * <pre>
 * GLIP-T   16·768 + 10·2,880  + 2·768·1,616    =    12,288 +  28,800 + 2,482,176 = 2,523,264
 * GLIP-L   16·768 + 10·14,976 + 2·1,536·2,384  =    12,288 + 149,760 + 7,323,648 = 7,485,696
 * </pre>
 *
 * <h2>What GLIP asks to be different</h2>
 *
 * <p>DPT was made for CLIP: one label per image, one text per class, global attention.
 *
 * <ul>
 *   <li><em>Class features</em> are means over name spans of the one caption, for there is no text
 *       per class.
 *   <li><em>Place</em>: the last stage by default, two blocks of GLIP-T and GLIP-L; the public
 *       script uses the last of twelve ViT blocks. Windows take the place of global attention in
 *       the block, not in the making of the prompts, which see the whole map.
 *   <li><em>Auxiliary loss</em>: an image has any number of classes, so the cross entropy over
 *       classes becomes a binary one per class. The original's linear layer has a row for each
 *       class of its data set, C·d_v scalars; here one row w scores all classes, so that the
 *       adapter fits any caption, m·d_v·(C − 1) scalars less for m blocks. A class that is absent
 *       can look at E instead of the image, which is what w can tell.
 *   <li><em>Choice of classes</em>: the original asks frozen zero-shot CLIP. Image and text are not
 *       aligned in GLIP before the fusion, and the zero-shot scores of its head would cost a whole
 *       second GLIP per step; the scores above cost next to nothing, are trained for the very
 *       question, and need no choice at all up to ten classes.
 *   <li><em>Staged loss</em>: for 30 epochs the original adds the loss of the tuned text against
 *       frozen image features and that of the tuned image features against frozen text, with 0.1
 *       times the loss of both. In CLIP these are three dot products; in GLIP they would be three
 *       passes through the fusion tower and its head in each step. Left out: the detection loss of
 *       both is there from the start.
 *   <li><em>Optimiser</em>: that of the recipe which all methods share, instead of SGD with a
 *       smaller rate for the context.
 * </ul>
 */
@NullMarked
package org.sdptbench.baselines.dpt;

import org.jspecify.annotations.NullMarked;
