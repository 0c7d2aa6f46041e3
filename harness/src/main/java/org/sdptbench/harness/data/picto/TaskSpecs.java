package org.sdptbench.harness.data.picto;

import java.util.List;
import java.util.stream.Stream;

/**
 * The tasks' sizes, renderings and bystanders.
 *
 * <p>The thirteen follow ODinW-13 one by one. Training sets of up to 64 images have the real size,
 * larger ones are scaled down to 100 to 200; where the real validation and test sets have a handful
 * of images, they have 30 and 100 here, so that an average precision means something.
 */
final class TaskSpecs {
  static final String COCO = "picto-coco";
  static final String LVIS = "picto-lvis";
  static final String ODINW = "picto-odinw13";

  /** A few objects of middling size, upright or a little tilted. */
  private static final Layout PLAIN = new Layout(1, 4, 0.18, 0.6, 15, 0.1, 0.5);

  private static final List<Effect> SNAPSHOT =
      List.of(
          Effects.exposure(0.75, 1.1, 15),
          Effects.blur(0.2, 0.7).sometimes(0.4),
          Effects.grain(2, 7));

  private static final List<String> ANIMALS =
      List.of("emoji:beaver", "emoji:badger", "emoji:cat2", "emoji:chipmunk", "emoji:fox_face");

  private TaskSpecs() {}

  /** All that tables show, then those of {@link TuningSpecs}. */
  static List<TaskSpec> all() {
    return Stream.concat(reported().stream(), TuningSpecs.all().stream()).toList();
  }

  private static List<TaskSpec> reported() {
    return List.of(
        coco(),
        lvis(),
        aerial(),
        aquarium(),
        rabbits(),
        egoHands(),
        mushrooms(),
        packages(),
        pistols(),
        pothole(),
        raccoon(),
        shellfish(),
        thermal(),
        vehicles(),
        voc());
  }

  /** Known nouns as a coarse print on old paper. */
  private static TaskSpec coco() {
    Style print =
        new Style(
            Places.paper().and(Textures.clutter(2)),
            Look.mixed(0.5, Look.recoloured(), Look.natural()),
            PLAIN.objects(1, 6).sizes(0.14, 0.5),
            List.of(
                Effects.posterise(4),
                Effects.wash(new Rgb(190, 150, 90), 0.15, 0.4),
                Effects.halftone(3, 0.4),
                Effects.grain(3, 8)));
    return new TaskSpec(COCO, 300, 100, 300, print, List.of(), 0);
  }

  /** Crowded rooms in lamp light. */
  private static TaskSpec lvis() {
    Style room =
        new Style(
            Backdrop.anyOf(Places.room(), Places.wood()),
            Look.natural(),
            PLAIN.sizes(0.15, 0.45),
            List.of(Effects.lamp(0.5, 0.9), Effects.blur(0.2, 0.6), Effects.grain(3, 9)));
    return new TaskSpec(LVIS, LongTail.TRAIN_IMAGES, 100, 300, room, List.of(), 0);
  }

  /** Tiny objects on a coast; limited by the backbone's smallest stride. */
  private static TaskSpec aerial() {
    Style drone =
        new Style(
            Places.coast(),
            Look.fading(Look.natural(), 0, 0.3),
            new Layout(3, 9, 0.08, 0.17, 180, 0, 0.7),
            SNAPSHOT);
    return new TaskSpec(ODINW + "/Aerial", 52, 30, 100, drone, List.of(), 0);
  }

  private static TaskSpec aquarium() {
    Style tank =
        new Style(
            Places.deepWater(),
            Look.fading(Look.natural(), 0.05, 0.45),
            PLAIN.objects(1, 7).sizes(0.12, 0.5),
            List.of(
                Effects.motes(5, 40),
                Effects.wash(new Rgb(20, 110, 140), 0.15, 0.5),
                Effects.haze(new Rgb(60, 140, 150), 0.05, 0.35),
                Effects.blur(0.3, 1.1),
                Effects.grain(2, 6)));
    return new TaskSpec(
        ODINW + "/Aquarium", 128, 40, 200, tank, List.of("emoji:coral", "emoji:shell"), 2);
  }

  private static TaskSpec rabbits() {
    Style meadow =
        new Style(
            Places.meadow(),
            Look.fading(Look.natural(), 0.1, 0.5),
            PLAIN.objects(1, 2).sizes(0.12, 0.5),
            SNAPSHOT);
    return new TaskSpec(
        ODINW + "/Rabbits",
        160,
        40,
        100,
        meadow,
        List.of("emoji:hedgehog", "emoji:chipmunk", "emoji:mouse2", "emoji:beaver", "emoji:cat2"),
        2);
  }

  private static TaskSpec egoHands() {
    Style desk =
        new Style(
            Places.wood(),
            (drawing, behind, random) ->
                Tone.of(
                    random.uniform(-0.08, -0.02),
                    random.uniform(0.35, 0.75),
                    random.uniform(0.4, 1)),
            new Layout(1, 4, 0.25, 0.6, 180, 0.2, 0.45),
            SNAPSHOT);
    return new TaskSpec(
        ODINW + "/EgoHands",
        160,
        60,
        300,
        desk,
        List.of(
            "emoji:game_die", "emoji:chess_pawn", "emoji:jigsaw", "emoji:black_joker", "mdi:cards"),
        3);
  }

  /** Two names of which one misleads: CoW is a fungus, "chicken of the woods". */
  private static TaskSpec mushrooms() {
    Style forest =
        new Style(
            Places.forestFloor(),
            Look.mixed(0.3, Look.recoloured(), Look.natural()),
            PLAIN.objects(1, 4).sizes(0.15, 0.5),
            SNAPSHOT);
    return new TaskSpec(
        ODINW + "/Mushrooms",
        41,
        30,
        100,
        forest,
        List.of("emoji:maple_leaf", "emoji:chestnut", "emoji:umbrella"),
        2);
  }

  private static TaskSpec packages() {
    Style porch =
        new Style(Places.room(), Look.natural(), PLAIN.objects(1, 2).sizes(0.2, 0.55), SNAPSHOT);
    return new TaskSpec(
        ODINW + "/Packages",
        19,
        30,
        100,
        porch,
        List.of("emoji:door", "emoji:mailbox", "emoji:potted_plant", "emoji:basket", "mdi:door"),
        3);
  }

  private static TaskSpec pistols() {
    Style camera =
        new Style(
            Backdrop.anyOf(Places.room(), Places.street()),
            Look.natural(),
            PLAIN.objects(1, 2).sizes(0.12, 0.45),
            List.of(Effects.exposure(0.5, 0.9, 20), Effects.blur(0.3, 1), Effects.grain(4, 12)));
    return new TaskSpec(
        ODINW + "/Pistols",
        160,
        60,
        300,
        camera,
        List.of(
            "emoji:flashlight",
            "emoji:hammer",
            "mdi:hair-dryer",
            "mdi:flashlight",
            "emoji:standing_person",
            "mdi:hammer"),
        3);
  }

  /** A shape that no drawing of pre-training resembles. */
  private static TaskSpec pothole() {
    Style road =
        new Style(
            Places.asphalt(),
            Look.fading(Look.natural(), 0, 0.35),
            new Layout(1, 5, 0.1, 0.5, 20, 0.1, 0.5),
            SNAPSHOT);
    return new TaskSpec(ODINW + "/Pothole", 128, 40, 100, road, List.of("emoji:car"), 1);
  }

  private static TaskSpec raccoon() {
    Style yard =
        new Style(
            Backdrop.anyOf(Places.meadow(), Places.room(), Places.forestFloor()),
            Look.natural(),
            PLAIN.objects(1, 2).sizes(0.2, 0.65),
            SNAPSHOT);
    return new TaskSpec(ODINW + "/Raccoon", 100, 30, 100, yard, ANIMALS, 2);
  }

  private static TaskSpec shellfish() {
    Style beach =
        new Style(
            Places.sand(),
            Look.mixed(0.3, Look.recoloured(), Look.natural()),
            new Layout(1, 5, 0.15, 0.5, 180, 0.1, 0.45),
            SNAPSHOT);
    return new TaskSpec(
        ODINW + "/Shellfish",
        128,
        40,
        100,
        beach,
        List.of("emoji:shell", "emoji:oyster", "emoji:scorpion", "emoji:spider"),
        2);
  }

  private static TaskSpec thermal() {
    Style infrared =
        new Style(
            Places.coolYard(),
            Look.warm(),
            PLAIN.objects(1, 4).sizes(0.15, 0.5),
            List.of(Effects.blur(0.7, 1.5), Effects.heat(), Effects.grain(2, 8)));
    return new TaskSpec(
        ODINW + "/Thermal", 100, 40, 100, infrared, List.of("emoji:goat", "emoji:cat2"), 1);
  }

  /** Classes that merge drawings of several names: taxis and police cars are Cars. */
  private static TaskSpec vehicles() {
    Style street =
        new Style(
            Places.street(),
            Look.mixed(0.4, Look.recoloured(), Look.natural()),
            new Layout(2, 6, 0.15, 0.5, 5, 0.15, 0.45),
            SNAPSHOT);
    return new TaskSpec(
        ODINW + "/Vehicles",
        160,
        60,
        200,
        street,
        List.of("emoji:standing_person", "emoji:traffic_light", "emoji:tractor"),
        2);
  }

  private static TaskSpec voc() {
    Style photo =
        new Style(
            Backdrop.anyOf(Places.street(), Places.meadow(), Places.room(), Places.sand()),
            Look.mixed(0.2, Look.recoloured(), Look.natural()),
            PLAIN.sizes(0.2, 0.7),
            SNAPSHOT);
    return new TaskSpec(ODINW + "/VOC", 200, 60, 300, photo, List.of(), 0);
  }
}
