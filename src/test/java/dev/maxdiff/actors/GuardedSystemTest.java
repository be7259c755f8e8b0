package dev.maxdiff.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.InvalidActorNameException;
import akka.actor.testkit.typed.javadsl.BehaviorTestKit;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The guardian's children have unique names and fail alone. */
@Timeout(60)
class GuardedSystemTest {

  private record Ask(String text, CompletableFuture<String> answer) {}

  private static final int THREADS = 4;

  /** A fork-join pool would replace each blocked thread, so that a blocked pool stays unseen. */
  private static final Config FIXED_POOL =
      ConfigFactory.parseMap(
          Map.of(
              "akka.actor.default-dispatcher.executor",
              "thread-pool-executor",
              "akka.actor.default-dispatcher.thread-pool-executor.fixed-pool-size",
              THREADS));

  private final GuardedSystem guarded =
      GuardedSystem.create("guarded", FIXED_POOL.withFallback(ConfigFactory.load()));

  @AfterEach
  void terminate() {
    guarded.system().terminate();
  }

  @Test
  void aTopLevelActorLivesUnderTheGuardianByItsName() {
    ActorRef<Ask> echo = guarded.actors().spawn(echo(), "echo");

    assertThat(echo.path().toStringWithoutAddress()).isEqualTo("/user/echo");
    assertThat(answer(echo, "hello")).isEqualTo("hello");
  }

  @Test
  void theNameOfALivingActorIsRefusedAndNotChanged() {
    ActorRef<Ask> first = guarded.actors().spawn(echo(), "echo");

    assertThatThrownBy(() -> guarded.actors().spawn(echo(), "echo"))
        .isInstanceOf(InvalidActorNameException.class)
        .hasMessageContaining("echo");

    assertThat(answer(first, "still here")).isEqualTo("still here");
    assertThat(answer(guarded.actors().spawn(echo(), "other"), "new")).isEqualTo("new");
  }

  @Test
  void aChildThatFailsOrStopsEndsNeitherTheGuardianNorAnotherChild() throws Exception {
    ActorRef<Ask> healthy = guarded.actors().spawn(echo(), "healthy");
    CompletableFuture<Void> stopped = new CompletableFuture<>();
    guarded.actors().spawn(failing(stopped), "failing").tell(new Ask("fail", null));
    stopped.get(30, TimeUnit.SECONDS);
    guarded.actors().spawn(Behaviors.<Ask>stopped(), "stopping");

    assertThat(answer(healthy, "one")).isEqualTo("one");
    assertThat(answer(guarded.actors().spawn(echo(), "later"), "two")).isEqualTo("two");
    assertThat(guarded.system().getWhenTerminated().toCompletableFuture()).isNotDone();
  }

  /** As request threads do: each of them blocks a thread of the default dispatcher. */
  @Test
  void allThreadsOfTheDefaultDispatcherSpawnAtOnce() {
    CyclicBarrier allThreads = new CyclicBarrier(THREADS);
    List<CompletableFuture<String>> answers =
        IntStream.range(0, THREADS)
            .mapToObj(
                n ->
                    CompletableFuture.supplyAsync(
                        () -> {
                          await(allThreads);
                          return guarded.actors().spawn(echo(), "echo-" + n).path().name();
                        },
                        guarded.system().executionContext()::execute))
            .toList();

    assertThat(answers.stream().map(CompletableFuture::join))
        .containsExactly("echo-0", "echo-1", "echo-2", "echo-3");
  }

  @Test
  void aSystemThatHasEndedSpawnsNothing() throws Exception {
    guarded.system().terminate();
    guarded.system().getWhenTerminated().toCompletableFuture().get(30, TimeUnit.SECONDS);

    long before = System.nanoTime();
    assertThatThrownBy(() -> guarded.actors().spawn(echo(), "echo"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("echo");
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
  }

  /** The child waits for the guardian, which waits for the child: neither may delay the end. */
  @Test
  void anActorThatSpawnsWhileTheSystemEndsIsRefusedAtOnce() throws Exception {
    CompletableFuture<Throwable> refused = new CompletableFuture<>();
    guarded.actors().spawn(spawningAtItsEnd(refused), "late");

    guarded.system().terminate();

    assertThat(refused.get(30, TimeUnit.SECONDS))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("another: the actor system ends");
    guarded.system().getWhenTerminated().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  @Test
  void aRequestThatIsNoLongerAwaitedSpawnsNothing() {
    CompletableFuture<ActorRef<Ask>> givenUp = new CompletableFuture<>();
    givenUp.completeExceptionally(new IllegalStateException("not awaited"));
    CompletableFuture<Void> ending = new CompletableFuture<>();
    BehaviorTestKit<Guardian.Command> guardian = BehaviorTestKit.create(Guardian.create(ending));

    guardian.run(new Guardian.Spawn<>(echo(), "echo", givenUp));

    assertThat(guardian.getAllEffects()).isEmpty();
  }

  private Behavior<Ask> spawningAtItsEnd(CompletableFuture<Throwable> refused) {
    return Behaviors.receive(Ask.class)
        .onSignal(
            PostStop.class,
            signal -> {
              try {
                guarded.actors().spawn(echo(), "another");
              } catch (RuntimeException e) {
                refused.complete(e);
              }
              return Behaviors.same();
            })
        .build();
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String answer(ActorRef<Ask> actor, String text) {
    CompletableFuture<String> answer = new CompletableFuture<>();
    actor.tell(new Ask(text, answer));
    return answer.orTimeout(30, TimeUnit.SECONDS).join();
  }

  private static Behavior<Ask> echo() {
    return Behaviors.receiveMessage(
        ask -> {
          ask.answer.complete(ask.text);
          return Behaviors.same();
        });
  }

  private static Behavior<Ask> failing(CompletableFuture<Void> stopped) {
    return Behaviors.receive(Ask.class)
        .onMessage(
            Ask.class,
            ask -> {
              throw new IllegalArgumentException(ask.text);
            })
        .onSignal(
            PostStop.class,
            signal -> {
              stopped.complete(null);
              return Behaviors.same();
            })
        .build();
  }
}
