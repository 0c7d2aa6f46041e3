package org.sdptbench.glip.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/**
 * What there can be in the golden folder, told by what the JSON says, never by a file's name.
 *
 * <p>Golden tests take their material from here, and {@code CoverageGoldenTest} fails on a document
 * that is of no kind and on a kind that no golden test takes.
 */
public enum GoldenKind {
  /** A text encoder. */
  BERT(tensors("in.input_ids", "embeddings.word_embeddings.weight")),

  /** A BERT layer of the tower. */
  BERT_LAYER(tensors("in.hidden", "attention.self.query.weight")),

  /** A Swin Transformer. */
  SWIN(config("embed_dim", "window_size")),

  /** A feature pyramid. */
  PYRAMID(config("in_channels").and(tensors("fpn_inner2.weight"))),

  /** A bare modulated deformable convolution. */
  DEFORMABLE_CONVOLUTION(tensors("in.x", "in.weight", "in.bias")),

  /** An image layer of the tower. */
  DYCONV(tensors("DyConv.0.conv.weight")),

  /** A fusion layer, perhaps with SDPT's tokens. */
  FUSION_LAYER(tensors("gamma_v", "in.v0")),

  /** The cross attention of a fusion layer, perhaps with SDPT's tokens. */
  FUSION_ATTENTION(tensors("v_proj.weight", "out.delta_v")),

  /** The tower and the prediction layers. */
  TOWER(config("num_convs").and(tensors("rpn.head.bias0", "in.P3"))),

  /** Anchor assignment and losses. */
  LOSS(tensors("in.gt_boxes.0", "in.dot_product_logits")),

  /** From predictions to detections. */
  POST_PROCESSING(config("pre_nms_top_n").and(tensors("in.dot_product_logits.0"))),

  /** From pixels to the network's input. */
  IMAGE_INPUT(config("images").and(tensors("in.rgb.0"))),

  /** A small GLIP from a picture to detections, with its weights. */
  MODEL(tensors("rpn.head.bias0", "out.resized_rgb", "out.boxes")),

  /** An official GLIP from a picture to detections, with weights by a recipe. */
  FULL_SIZE_MODEL(config("parameters_sha256_float32", "image")),

  /** A small GLIP with SDPT, trained for some steps. */
  SDPT_MODEL(config("vpt_only", "solver").and(tensors("in.image", "out.train.log"))),

  /** All names and shapes of an official GLIP. */
  STATE_DICT(members("state_dict", "model")),

  /** Official checkpoint files and what is in them. */
  CHECKPOINT(members("original")),

  /** The recipe of weights. */
  WEIGHT_RECIPE(members("examples", "seed")),

  /** Sizes of resized images. */
  RESIZE_RULE(members("rows")),

  /** Captions with their tokens and positive maps. */
  CAPTIONS(anyMember("caption", "names", "label_to_tokens")),

  /** Detections with the numbers of pycocotools. */
  COCO_EVALUATION(anyMember("stats").of("sets")),

  /** Detections with the numbers of lvis-api. */
  LVIS_EVALUATION(anyMember("lvis_api").of("sets"));

  private final Condition condition;

  GoldenKind(Condition condition) {
    this.condition = condition;
  }

  /** Whether a document is of this kind. */
  public boolean matches(JsonNode document) {
    return condition.test(document);
  }

  /** All documents of this kind, sorted by path. Skips the calling test if there are none. */
  public List<GoldenDocument> documents() {
    return GoldenSets.matching(this);
  }

  /** The sets of this kind, sorted by path. Skips the calling test if there are none. */
  public List<GoldenSet> sets() {
    return documents().stream().map(document -> document.set().orElseThrow()).toList();
  }

  /** Whether a document describes tensors. */
  static boolean isSet(JsonNode document) {
    return document.path("set").isTextual()
        && document.path("config").isObject()
        && document.path("tensors").isObject();
  }

  private interface Condition extends Predicate<JsonNode> {
    default Condition and(Condition other) {
      return document -> test(document) && other.test(document);
    }

    /** The condition on a member. */
    default Condition of(String member) {
      return document -> test(document.path(member));
    }
  }

  private static Condition members(String... names) {
    return document -> List.of(names).stream().allMatch(document::has);
  }

  private static Condition config(String... names) {
    return members(names).of("config").and(GoldenKind::isSet);
  }

  private static Condition tensors(String... names) {
    return members(names).of("tensors").and(GoldenKind::isSet);
  }

  private static Condition anyMember(String... names) {
    return document -> StreamSupport.stream(document.spliterator(), false).anyMatch(members(names));
  }
}
