package org.sdptbench.glip.tensor;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Splits every training step over threads, each with a replica of the parameters.
 *
 * <p>The number of shards is part of a recipe, not of a machine: gradients are added in the order
 * of the shards, so results depend on it but not on the number of cores.
 */
public final class DataParallel implements AutoCloseable {
  /** The loss of one shard of a step. */
  @FunctionalInterface
  public interface ShardLoss {
    /**
     * Computes a scalar with gradients; called within a scope of its own.
     *
     * @param shard number of the shard from 0
     * @param replica the parameters to read
     */
    NDArray of(int shard, Params replica) throws Exception;
  }

  private final List<Params> replicas;
  private final ExecutorService threads;

  /** Shards of the given number over one set of parameters. */
  public DataParallel(Params params, int shards) {
    replicas = new ArrayList<>();
    for (int i = 0; i < shards; i++) {
      replicas.add(params.replica());
    }
    threads = Executors.newFixedThreadPool(shards);
  }

  /** The replicas, whose gradients {@link #backward} leaves behind. */
  public List<Params> replicas() {
    return List.copyOf(replicas);
  }

  /**
   * Computes the mean loss of all shards and its gradients.
   *
   * @return the mean loss
   */
  public double backward(ShardLoss loss) throws InterruptedException {
    List<Callable<Double>> tasks = new ArrayList<>();
    for (int shard = 0; shard < replicas.size(); shard++) {
      int index = shard;
      tasks.add(() -> backward(loss, index));
    }
    double sum = 0;
    for (Future<Double> result : threads.invokeAll(tasks)) {
      try {
        sum += result.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("a shard of a training step failed", e.getCause());
      }
    }
    return sum / replicas.size();
  }

  private double backward(ShardLoss loss, int shard) throws Exception {
    try (GradMode on = GradMode.on();
        Scope scope = new Scope()) {
      NDArray value = loss.of(shard, replicas.get(shard));
      Gradients.backward(Ops.mul(value, 1.0 / replicas.size()));
      return value.getFloat();
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    replicas.forEach(Params::close);
  }
}
