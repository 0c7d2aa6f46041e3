package org.sdptbench.glip.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sdptbench.glip.vision.ImageSize;
import org.sdptbench.glip.vision.XyxyBox;

class PostProcessorTest {
  private static final Anchors ANCHORS = Anchors.ofImage(64, 64, 1, 2);
  private static final ImageSize SIZE = new ImageSize(60, 50);
  private static final int TOKENS = 4;
  private static final float NEVER = -100;
  private static final float SURE = 100;

  private final float[] logits = new float[64 * TOKENS];
  private final float[] regression = new float[64 * 4];
  private final float[] centerness = new float[64];

  PostProcessorTest() {
    Arrays.fill(logits, NEVER);
    Arrays.fill(centerness, SURE);
  }

  private Detections detect(PostProcessor.Settings settings) {
    return new PostProcessor(settings)
        .detect(
            new Predictions.OfImage(64, TOKENS, logits, regression, centerness),
            ANCHORS,
            Map.of(7, List.of(1), 3000, List.of(2, 3)),
            SIZE);
  }

  private Detections detect() {
    return detect(PostProcessor.Settings.DEFAULT);
  }

  @Test
  void boxesAreDecodedAndClipped() {
    logits[1] = SURE;
    logits[63 * TOKENS + 1] = SURE;
    // Anchors of 16 pixels around 3.5 and 59.5.
    assertThat(detect().boxes())
        .extracting(Detections.Detected::box)
        .containsExactly(new XyxyBox(0, 0, 11, 11), new XyxyBox(52, 49, 59, 49));
  }

  @Test
  void theScoreIsTheRootOfClassScoreTimesCenterness() {
    logits[2] = 0;
    logits[3] = NEVER;
    centerness[0] = 0;
    Detections.Detected found = detect().boxes().get(0);
    assertThat(found.label()).isEqualTo(3000);
    assertThat(found.score()).isCloseTo((float) Math.sqrt(0.25 * 0.5), within(1e-6f));
  }

  @Test
  void theThresholdIsAppliedBeforeCenterness() {
    logits[1] = (float) Math.log(0.0499 / 0.9501);
    logits[TOKENS + 1] = (float) Math.log(0.0501 / 0.9499);
    centerness[1] = -5;
    assertThat(detect().boxes())
        .singleElement()
        .satisfies(found -> assertThat(found.score()).isLessThan(0.05f));
  }

  @Test
  void overlapsAreSuppressedWithinAClassOnly() {
    logits[1] = SURE;
    logits[TOKENS + 1] = 2;
    logits[2] = SURE;
    logits[3] = SURE;
    // Position 1's box moves onto position 0's: 8 of 16 pixels to the left.
    regression[4] = -5;
    assertThat(detect().boxes())
        .extracting(Detections.Detected::label)
        .containsExactlyInAnyOrder(7, 3000);
    // Less than 60 % in common: both stay.
    regression[4] = -1;
    assertThat(detect().boxes()).hasSize(3);
  }

  @Test
  void tiesAtTheCutAllStay() {
    for (int position : new int[] {0, 18, 36, 54}) {
      logits[position * TOKENS + 1] = position == 0 ? 1 : 0;
    }
    PostProcessor.Settings two = new PostProcessor.Settings(0.05f, 1000, 0.6f, 2);
    assertThat(detect(two).boxes()).hasSize(4);
    logits[18 * TOKENS + 1] = 0.5f;
    assertThat(detect(two).boxes()).hasSize(2);
  }

  @Test
  void onlyTheBestCandidatesOfALevelStay() {
    for (int position = 0; position < 64; position++) {
      logits[position * TOKENS + 1] = position / 64f;
    }
    Detections found = detect(new PostProcessor.Settings(0.05f, 3, 0.99f, 100));
    assertThat(found.boxes())
        .hasSize(3)
        .allMatch(d -> d.score() > Math.sqrt(ClassScores.sigmoid(60.5f / 64)));
  }

  @Test
  void whatIsNoNumberIsNoDetection() {
    Arrays.fill(logits, Float.NaN);
    assertThat(detect().boxes()).isEmpty();
    Arrays.fill(logits, SURE);
    Arrays.fill(regression, Float.NaN);
    assertThat(detect().boxes()).isEmpty();
    Arrays.fill(regression, 0);
    Arrays.fill(centerness, Float.NaN);
    assertThat(detect().boxes()).isEmpty();
  }

  @Test
  void resizingScalesCorners() {
    Detections found =
        new Detections(List.of(new Detections.Detected(new XyxyBox(10, 20, 29, 39), 1, 0.5f)));
    XyxyBox box = found.resized(SIZE, new ImageSize(120, 100)).boxes().get(0).box();
    assertThat(box).isEqualTo(new XyxyBox(20, 40, 58, 78));
    assertThat(box.width()).isEqualTo(39);
  }

  @Test
  void mistakesAreNamed() {
    PostProcessor postProcessor = new PostProcessor(PostProcessor.Settings.DEFAULT);
    Predictions.OfImage predictions =
        new Predictions.OfImage(64, TOKENS, logits, regression, centerness);
    assertThatThrownBy(
            () -> postProcessor.detect(predictions, ANCHORS, Map.of(5, List.of(4)), SIZE))
        .hasMessage("label 5 has token 4, allowed are 0 to 3");
    assertThatThrownBy(
            () -> postProcessor.detect(predictions, Anchors.ofImage(32, 32, 1, 2), Map.of(), SIZE))
        .hasMessage("predictions for 64 positions, but 16 anchors");
    assertThatThrownBy(
            () -> new Predictions.OfImage(2, 3, new float[6], new float[8], new float[1]))
        .hasMessageContaining("found 6, 8 and 1");
  }
}
