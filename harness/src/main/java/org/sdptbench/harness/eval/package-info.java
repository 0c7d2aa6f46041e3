/**
 * Detection metrics.
 *
 * <p>{@link org.sdptbench.harness.eval.CocoEvaluator} measures what pycocotools measures for boxes,
 * {@link org.sdptbench.harness.eval.LvisEvaluator} what lvis-api measures, and GLIP's FixedAP; both
 * agree with the originals within 1e-12.
 *
 * <pre>{@code
 * CocoMetrics metrics = CocoEvaluator.coco().evaluate(dataset, detections);
 * metrics.summary();  // {AP=0.5046, AP50=0.6970, AP75=0.5730, APl=..., AR1=..., ...}
 * metrics.classAp();  // {bicycle=0.42, person=0.61, ...}
 * metrics.curves().curve(0, 0, 2, 0);  // precision of the first class at IoU 0.5, all sizes
 * }</pre>
 *
 * <p>Both also give the AP of {@link org.sdptbench.harness.eval.ImageResamples resamples} of the
 * test images, the same for every method, for intervals and paired comparisons; {@link
 * org.sdptbench.harness.eval.LabelQuality} says how good labels are that a model made.
 *
 * <p>Inside, an evaluation is three steps over flat arrays: the objects and the detections become
 * tables sorted by category and image, {@code BoxMatcher} says of every detection whether it is a
 * true positive, a false positive or ignored, and {@code PrecisionRecallCounter} turns that into
 * curves, {@code ResampledAp} into one AP for each resample. What the metrics names mean, and which
 * of them are absent when there is nothing to find, {@link org.sdptbench.harness.eval.CocoMetrics}
 * says.
 */
@NullMarked
package org.sdptbench.harness.eval;

import org.jspecify.annotations.NullMarked;
