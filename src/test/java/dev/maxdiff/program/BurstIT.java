package dev.maxdiff.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.control.WishAnswer;
import dev.maxdiff.control.WishAnswer.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many clients wish for one key at once. */
@Timeout(240)
class BurstIT {

  private static final int CLIENTS = 10;
  private static final int WISHES = 200;

  @TempDir Path directory;

  private record Answered(String price, WishAnswer answer) {}

  @Test
  void p2OfTwoHundredWishesOfTenClientsTheNewestWinsAndAtMostThreeStart() throws Exception {
    Sandbox sandbox = new Sandbox(directory);
    Path never = sandbox.path("never");
    new ProcessBuilder("mkfifo", never.toString()).start().waitFor();
    Path script = sandbox.write("watcher.sh", "read nothing <> " + never + "\n");
    sandbox.with("maxdiff.watcher.command = [/bin/sh, \"" + script + "\"]");
    // a caller waits until its wish is durable or superseded: all callers wait at once
    ExecutorService callers = Executors.newFixedThreadPool(WISHES);
    try (Program session = sandbox.swinging("1");
        StartObserver observer = StartObserver.of(sandbox)) {
      List<WishClient> clients =
          IntStream.range(0, CLIENTS).mapToObj(i -> WishClient.of(sandbox)).toList();
      long began = System.nanoTime();
      List<CompletableFuture<Answered>> burst =
          IntStream.range(0, WISHES)
              .mapToObj(
                  i ->
                      CompletableFuture.supplyAsync(
                          () -> send(clients.get(i % CLIENTS), Integer.toString(1_001 + i)),
                          callers))
              .toList();
      List<Answered> all = burst.stream().map(CompletableFuture::join).toList();
      Duration took = Duration.ofNanos(System.nanoTime() - began);

      Map<Outcome, Long> outcomes =
          all.stream()
              .collect(Collectors.groupingBy(a -> a.answer.outcome(), Collectors.counting()));
      Answered newest = newest(all);
      session.await(
          "the newest wish's watcher alone",
          () ->
              sandbox.watchers().size() == 1
                  && sandbox.watchers().get(0).generation() == newest.answer.generation());
      System.out.printf(
          "%d wishes answered after %d ms: %s; %d starts seen%n",
          WISHES, took.toMillis(), outcomes, observer.starts().size());
      assertThat(outcomes.keySet())
          .isSubsetOf(Outcome.STARTED, Outcome.REPLACED, Outcome.SUPERSEDED);
      // only a durable wish may start a watcher; a slow machine makes the burst longer, and each
      // further second permits one more start
      int maximum = 3 + (int) took.toSeconds();
      assertThat(all.stream().filter(a -> a.answer.outcome() != Outcome.SUPERSEDED).count())
          .isBetween(1L, (long) maximum);
      assertThat(observer.starts()).hasSizeBetween(1, maximum);
      assertThat(commandLine(sandbox.watchers().get(0).pid()))
          .contains("--takeprofit-price=" + newest.price);
      assertThat(WishClient.of(sandbox).status().watchers())
          .singleElement()
          .satisfies(watcher -> assertThat(watcher.price()).hasToString(newest.price));
      session.await(
          "its file",
          () ->
              sandbox.files().stream()
                      .filter(file -> file.path("active").asBoolean())
                      .allMatch(file -> file.path("takeprofit_price").asText().equals(newest.price))
                  && sandbox.files().stream().anyMatch(file -> file.path("active").asBoolean()));
      assertThat(session.isAlive()).isTrue();
    } finally {
      callers.shutdownNow();
    }
  }

  private static Answered send(WishClient client, String price) {
    return new Answered(price, client.exit("burst", price));
  }

  private static Answered newest(List<Answered> all) {
    return all.stream()
        .filter(answered -> answered.answer.outcome() != Outcome.SUPERSEDED)
        .max(Comparator.comparingLong(answered -> answered.answer.generation()))
        .orElseThrow();
  }

  private static List<String> commandLine(int pid) {
    try {
      Path file = Path.of("/proc", Integer.toString(pid), "cmdline");
      return List.of(Files.readString(file, StandardCharsets.UTF_8).split("\0"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
