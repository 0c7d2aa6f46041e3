/**
 * Training an adaptation of GLIP on a task, and detecting with it.
 *
 * <p>{@link org.sdptbench.harness.train.FineTuner} trains, by the steps of a {@link
 * org.sdptbench.harness.train.Training}; {@link org.sdptbench.harness.train.Detector} detects. Both
 * see a data set as {@link org.sdptbench.harness.train.TaskImage}s and {@link
 * org.sdptbench.harness.train.Prompt}s. Pixels are read when they are needed, or a few images
 * before by a thread of its own ({@link org.sdptbench.harness.train.ReadAhead}), and a bounded
 * number of bytes of them kept ({@link org.sdptbench.harness.train.TaskImages}); so with features.
 *
 * <p>What an adaptation leaves unchanged is computed once per image instead of once per step: an
 * adaptation that reaches no further than the fusion trains on cached pyramids, one that only
 * changes the prediction layers on cached tower outputs (see {@link
 * org.sdptbench.glip.peft.Reach}). The numbers are the same either way.
 *
 * <p>Frozen and trained modules alike run without dropout, DropPath and DropBlock unless the recipe
 * says otherwise ({@link org.sdptbench.glip.peft.TrainingMode}); what is then drawn anew is not
 * kept from step to step. Every method sees the same pixels in the same order, at random sizes and
 * mirrored only where the recipe says so ({@link org.sdptbench.harness.train.TrainingImages}).
 * Where a data set has more classes than a caption holds, each training image has a caption of its
 * own ({@link org.sdptbench.harness.train.TrainingPrompts}).
 */
@NullMarked
package org.sdptbench.harness.train;

import org.jspecify.annotations.NullMarked;
