package org.sdptbench.harness.data.picto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sdptbench.harness.data.Box;

class PictoPretrainTest {
  private static PictoPretrain pretrain;

  @BeforeAll
  static void open() throws Exception {
    pretrain = Picto.open(Picto.DEFAULT_SIDE).pretrain();
  }

  @Test
  void everyNounResolvesAndNoDrawingServesTwo() throws Exception {
    Pictographs pictographs = new Pictographs();
    Set<String> names = new HashSet<>();
    Set<String> drawings = new HashSet<>();
    for (ClassDrawings noun : PictoPretrain.baseNouns()) {
      assertThat(names.add(noun.name())).as(noun.name()).isTrue();
      for (String id : noun.drawings()) {
        assertThat(drawings.add(id)).as(id).isTrue();
        assertThat(pictographs.get(id).width()).as(id).isBetween(8, 96);
      }
    }
    assertThat(names).hasSizeBetween(180, 220);
  }

  @Test
  void aSceneIsTheSameInAnyOrderAndOnAnyThread() {
    List<Integer> order = List.of(7, 3, 11, 0, 7);
    List<Scene> alone = order.stream().map(pretrain::scene).toList();
    List<Scene> together = IntStream.range(0, 12).parallel().mapToObj(pretrain::scene).toList();
    for (int k = 0; k < order.size(); k++) {
      Scene other = together.get(order.get(k));
      assertThat(alone.get(k).image().rgb()).isEqualTo(other.image().rgb());
      assertThat(alone.get(k).objects()).isEqualTo(other.objects());
    }
  }

  @Test
  void captionsNounsAreTheOnlyLabelledOnes() {
    List<Integer> named = List.of(3, 50, 120);
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < 60; i++) {
      for (Scene.Placed o : pretrain.scene(i, named).objects()) {
        seen.add(o.label());
      }
    }
    assertThat(seen).containsExactlyInAnyOrderElementsOf(named);
  }

  @Test
  void boxesAreInsideAndHoldTheVisiblePixels() {
    for (int i = 0; i < 100; i++) {
      for (Scene.Placed o : pretrain.scene(i).objects()) {
        Box b = o.box();
        assertThat(b.x()).isGreaterThanOrEqualTo(0);
        assertThat(b.y()).isGreaterThanOrEqualTo(0);
        assertThat(b.x() + b.width()).isLessThanOrEqualTo(128);
        assertThat(b.y() + b.height()).isLessThanOrEqualTo(128);
        assertThat((double) o.area()).isBetween(6.0, b.area());
      }
    }
  }

  @Test
  void cropsTakeTheNounsInTurn() {
    int n = pretrain.nouns().size();
    assertThat(pretrain.crop(n + 4L, 48).noun()).isEqualTo(4);
    assertThat(pretrain.crop(n + 4L, 48).image().width()).isEqualTo(48);
  }
}
