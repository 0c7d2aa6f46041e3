/**
 * From fused features to boxes: the tower's image side, predictions, losses and detections.
 *
 * <h2>Boxes</h2>
 *
 * <p>Boxes inside this package are float32 corners (x1, y1, x2, y2) in pixels of the resized image
 * in the "+1" convention of maskrcnn-benchmark: x2 and y2 are the last pixels inside, so a box is
 * x2 − x1 + 1 wide. A COCO box (x, y, w, h) in the same pixels has corners x, y, x + w − 1, y + h −
 * 1.
 *
 * <h2>Positions</h2>
 *
 * <p>Every position of every level carries one anchor. Positions are numbered level by level,
 * finest first, row by row; N is their number. All flat arrays, {@link
 * org.sdptbench.glip.head.Predictions}, {@link org.sdptbench.glip.head.Anchors} and {@link
 * org.sdptbench.glip.head.Targets}, use this order.
 *
 * <h2>Training</h2>
 *
 * <pre>{@code
 * Predictions predictions = head.forward(pass, levels, text);
 * Targets targets = Targets.of(anchors, groundTruths, textLength);
 * DetectionLoss loss = DetectionLoss.of(predictions, targets, textMask);
 * }</pre>
 *
 * <h2>Inference</h2>
 *
 * <pre>{@code
 * PostProcessor postProcessor = new PostProcessor(PostProcessor.Settings.DEFAULT);
 * Detections detections =
 *     postProcessor.detect(predictions.image(0), anchors, labelTokens, resizedSize);
 * Detections inOriginal = detections.resized(resizedSize, originalSize);
 * }</pre>
 */
@NullMarked
package org.sdptbench.glip.head;

import org.jspecify.annotations.NullMarked;
