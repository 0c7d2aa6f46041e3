package org.sdptbench.harness.data.picto;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.RgbImage;

/**
 * {@code picto-pretrain}: an endless stream of scenes and of single objects for training, and two
 * sets of unseen scenes of the same nouns.
 *
 * <p>Scene and crop number {@code i} are always the same pixels, whatever was rendered before.
 * Methods may be called from several threads.
 */
public final class PictoPretrain {
  /** The suite's name. */
  public static final String NAME = "picto-pretrain";

  /** Scenes in each of the validation and the test split. */
  public static final int HELD_OUT_SCENES = 300;

  /** Share of the objects whose drawing is picked among all of their noun's, not the first. */
  private static final double MIX = 0.7;

  private final Pictographs pictographs;
  private final int side;
  private final List<ClassDrawings> classes;
  private final List<Integer> all;

  PictoPretrain(Pictographs pictographs, int side, List<ClassDrawings> classes) {
    this.pictographs = pictographs;
    this.side = side;
    this.classes = List.copyOf(classes);
    this.all = IntStream.range(0, classes.size()).boxed().toList();
  }

  /** The base nouns from the table in the resources. */
  static List<ClassDrawings> baseNouns() throws IOException {
    return Resources.csv("/picto/nouns.csv").stream()
        .map(row -> ClassDrawings.parse(row.get("noun"), row.get("drawings")))
        .toList();
  }

  /** The nouns; labels are indices into this list. */
  public List<String> nouns() {
    return classes.stream().map(ClassDrawings::name).toList();
  }

  /**
   * A training scene of any nouns.
   *
   * @param index number of the scene, at least 0
   */
  public Scene scene(long index) {
    return scene(index, all);
  }

  /**
   * A training scene for a caption: its labelled objects are of the given nouns, and up to two
   * objects of other nouns stand among them without a label.
   *
   * @param index number of the scene; the same number with other nouns is another scene
   * @param named indices into {@link #nouns()}, not empty
   */
  public Scene scene(long index, List<Integer> named) {
    return scene("train", index, named).finish();
  }

  private SceneRenderer scene(String split, long index, List<Integer> named) {
    SceneRandom random = SceneRandom.of(NAME + "/" + split, index);
    Style style = PretrainStyles.scene(random);
    BitSet labelled = new BitSet(classes.size());
    named.forEach(labelled::set);
    List<Integer> others = all.stream().filter(n -> !labelled.get(n)).toList();
    int distractors = others.isEmpty() || random.chance(0.5) ? 0 : random.between(1, 2);
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < distractors; i++) {
      items.add(new Item(Item.UNLABELLED, drawing(random.pick(others), random)));
    }
    int objects = random.between(style.layout().least(), style.layout().most());
    List<Integer> chosen = new ArrayList<>();
    for (int i = 0; i < objects; i++) {
      boolean again = i > 0 && random.chance(0.2);
      int noun = random.pick(again ? chosen : named);
      chosen.add(noun);
      items.add(random.below(items.size() + 1), new Item(noun, drawing(noun, random)));
    }
    return SceneRenderer.draw(side, style, items, random);
  }

  /** The first drawing of a noun, its emoji, more often than its icon. */
  private Pictograph drawing(int noun, SceneRandom random) {
    List<String> drawings = classes.get(noun).drawings();
    return pictographs.get(random.chance(MIX) ? random.pick(drawings) : drawings.get(0));
  }

  /**
   * A picture filled by one object.
   *
   * @param noun index into {@link PictoPretrain#nouns()}
   * @param image its pixels
   */
  public record Crop(int noun, RgbImage image) {}

  /**
   * A single object for classification; nouns come in turn.
   *
   * @param index number of the crop, at least 0
   * @param cropSide width and height in pixels
   */
  public Crop crop(long index, int cropSide) {
    SceneRandom random = SceneRandom.of(NAME + "/crop", index);
    int noun = (int) (index % classes.size());
    Item item = new Item(noun, drawing(noun, random));
    Style style = PretrainStyles.crop(random);
    return new Crop(
        noun, SceneRenderer.draw(cropSide, style, List.of(item), random).finish().image());
  }

  /** The validation split: 300 scenes that no training index shows. */
  public DetectionDataset validation() {
    return heldOut("val");
  }

  /** The test split: 300 further scenes. */
  public DetectionDataset test() {
    return heldOut("test");
  }

  /** The first scenes of the training stream as a data set, e.g. for a digest. */
  public DetectionDataset train(int scenes) {
    return SceneDataset.of(NAME + "/train", nouns(), side, scenes, i -> scene("train", i, all));
  }

  private DetectionDataset heldOut(String split) {
    return SceneDataset.of(
        NAME + "/" + split, nouns(), side, HELD_OUT_SCENES, i -> scene(split, i, all));
  }
}
