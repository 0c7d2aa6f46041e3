package org.sdptbench.reports.claim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sdptbench.reports.record.RunRecord.Task;

class ClaimWordsTest {

  @Test
  void theTasksOfAClaimAreNamedAsWhatTheyAre() {
    Task coco = new Task("picto-coco", "picto-coco", 0);
    Task lvis = new Task("picto-lvis", "picto-lvis", 0);
    Task voc = new Task("picto-odinw13", "VOC", 0);
    Task fish = new Task("picto-odinw13", "Aquarium", 0);
    assertThat(ClaimWords.tasks(List.of(coco))).isEqualTo("picto-coco");
    assertThat(ClaimWords.tasks(List.of(voc))).isEqualTo("picto-odinw13/VOC");
    assertThat(ClaimWords.tasks(List.of(coco, lvis, voc, fish)))
        .isEqualTo("picto-coco, picto-lvis and 2 tasks of picto-odinw13");
  }
}
