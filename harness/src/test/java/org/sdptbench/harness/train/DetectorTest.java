package org.sdptbench.harness.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sdptbench.glip.head.PostProcessor;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.harness.catalog.PretrainedGlip;
import org.sdptbench.harness.data.DetectionDataset;

class DetectorTest {

  /** An image of LVIS takes minutes, in 31 captions. */
  @Test
  void eachCaptionOfAnImageIsProgress() throws IOException {
    PretrainedGlip model = TinyModel.create();
    DetectionDataset task = TinyModel.task();
    List<TaskImage> images = new ArrayList<>();
    new TaskImages(task, 107).all(64).stream().limit(2).forEach(images::add);
    List<Prompt> prompts = Prompts.of(model.captions(), task.categories(), 1);
    int captions = prompts.size();
    assertThat(captions).isGreaterThan(1);
    List<Double> told = new ArrayList<>();
    Detector detector = new Detector(model.glip(), PostProcessor.Settings.DEFAULT);
    for (TaskImage image : images) {
      detector.detect(
          new Pass(model.weights(), Adaptation.none()),
          List.of(image),
          prompts,
          task.categories(),
          told::add);
    }
    assertThat(told).hasSize(2 * captions).isSubsetOf(shares(captions)).contains(1.0);
    told.clear();
    detector.detect(
        new Pass(model.weights(), Adaptation.none()),
        images,
        prompts,
        task.categories(),
        told::add);
    assertThat(told).isSorted().endsWith(2.0);
  }

  private static List<Double> shares(int captions) {
    List<Double> shares = new ArrayList<>();
    for (int i = 1; i <= captions; i++) {
      shares.add((double) i / captions);
    }
    return shares;
  }
}
