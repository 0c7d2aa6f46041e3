/**
 * Pre-training of GLIP-mini on rendered scenes.
 *
 * <p>Official GLIP weights cannot be shipped, so the mini scale has a GLIP of its own, trained by
 * the recipe in {@code experiments/pretrain-mini.yaml}:
 *
 * <ol>
 *   <li><em>Crops</em>: Swin learns to name single objects. Its outputs at three depths are
 *       averaged over positions and classified; the classifiers are thrown away afterwards.
 *   <li><em>Objects</em>: Swin and the pyramid learn to name the objects of scenes at the positions
 *       that GLIP's matching gives to them, again with a classifier that is thrown away.
 *   <li><em>Scenes</em>: the whole model, but for the text encoder, learns detection with GLIP's
 *       losses. Every shard of a step has one caption of several nouns, of which only some are in a
 *       scene; objects of other nouns stand among them unlabelled.
 * </ol>
 *
 * <p>The text encoder, MiniLM-L6, stays as it comes. Training data are a stream that the seed
 * determines; validation and test scenes never occur in it. Training can be interrupted at any time
 * and goes on from its last state, with the same result.
 */
@NullMarked
package org.sdptbench.harness.pretrain;

import org.jspecify.annotations.NullMarked;
