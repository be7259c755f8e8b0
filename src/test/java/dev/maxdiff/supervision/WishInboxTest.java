package dev.maxdiff.supervision;

import static dev.maxdiff.supervision.Fixture.exit;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.ConfigFactory;
import dev.maxdiff.domain.Increments;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.supervision.WatcherSupervisor.Decided;
import dev.maxdiff.supervision.WatcherSupervisor.Want;
import dev.maxdiff.supervision.wishes.CheckedWish;
import dev.maxdiff.supervision.wishes.WishOutcome;
import dev.maxdiff.supervision.wishes.WishOutcome.Kind;
import dev.maxdiff.supervision.wishes.WithdrawalOutcome;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class WishInboxTest {

  private static final ActorTestKit KIT =
      ActorTestKit.create(ManualTime.config().withFallback(ConfigFactory.defaultReference()));
  private static final ManualTime TIME = ManualTime.get(KIT.system());

  private final TestProbe<WatcherSupervisor.Command> supervisor = KIT.createTestProbe();
  private final TestProbe<WishOutcome> first = KIT.createTestProbe();
  private final TestProbe<WishOutcome> second = KIT.createTestProbe();
  private final TestProbe<WishOutcome> third = KIT.createTestProbe();
  private ActorRef<WatcherSupervisor.LifecycleSignal> lifecycle;
  private final ActorRef<WishInbox.Command> inbox =
      KIT.spawn(WishInbox.create(Fixture.SETTINGS, this::forwarding, () -> {}));

  @AfterAll
  static void stopKit() {
    KIT.shutdownTestKit();
  }

  @Test
  void p2OnlyTheNewestWaitsWhileOneIsWritten() {
    offer("1", first);
    Want underWay = supervisor.expectMessageClass(Want.class);
    offer("2", second);
    offer("3", third);
    supervisor.expectNoMessage();

    decided(underWay, Kind.STARTED, 1);

    first.expectMessage(new WishOutcome(Kind.STARTED, 1, null, null));
    TIME.expectNoMessageFor(Duration.ofMillis(249), supervisor);
    TIME.timePasses(Duration.ofMillis(1));
    Want next = supervisor.expectMessageClass(Want.class);
    assertThat(next.wish().wish()).isEqualTo(exit("3"));
    decided(next, Kind.REPLACED, 2);
    third.expectMessage(new WishOutcome(Kind.REPLACED, 2, null, null));
    second.expectMessage(WishOutcome.superseded(2));
  }

  @Test
  void anUnchangedWishCostsNoPause() {
    offer("1", first);
    decided(supervisor.expectMessageClass(Want.class), Kind.UNCHANGED, 1);
    offer("2", second);

    assertThat(supervisor.expectMessageClass(Want.class).wish().wish()).isEqualTo(exit("2"));
  }

  @Test
  void aJournalThatIsSilentIsAnsweredAsUnresolved() {
    offer("1", first);
    Want underWay = supervisor.expectMessageClass(Want.class);
    offer("2", second);

    TIME.timePasses(Fixture.SETTINGS.answerWithin());

    assertThat(first.receiveMessage())
        .isEqualTo(
            WishOutcome.unresolved(
                "the journal gave no answer within "
                    + Fixture.SETTINGS.answerWithin().toSeconds()
                    + " s"));
    Want next = supervisor.expectMessageClass(Want.class);
    decided(underWay, Kind.UNCHANGED, 1);
    second.expectNoMessage();
    decided(next, Kind.UNCHANGED, 2);
    assertThat(second.receiveMessage().generation()).isEqualTo(2);
  }

  @Test
  void aSupervisorThatRecoversAgainLeavesItsWishUnresolved() {
    KIT.createTestProbe()
        .awaitAssert(
            () -> {
              assertThat(lifecycle).isNotNull();
              return null;
            });
    lifecycle.tell(WatcherSupervisor.Recovered.INSTANCE);
    offer("1", first);
    supervisor.expectMessageClass(Want.class);
    lifecycle.tell(new WatcherSupervisor.Failed("the journal failed: disk full"));

    first.expectMessage(WishOutcome.unresolved("the journal failed: disk full"));
  }

  @Test
  void aWithdrawalOvertakesWaitingWishes() {
    offer("1", first);
    supervisor.expectMessageClass(Want.class);
    offer("2", second);
    TestProbe<WithdrawalOutcome> asker = KIT.createTestProbe();
    inbox.tell(new WishInbox.Withdraw(Slot.EXIT, false, false, "stop", asker.ref()));

    assertThat(second.receiveMessage().kind()).isEqualTo(Kind.SUPERSEDED);
    supervisor.expectMessageClass(WatcherSupervisor.Withdraw.class);
  }

  private void offer(String price, TestProbe<WishOutcome> asker) {
    inbox.tell(
        new WishInbox.Offer(
            new CheckedWish(exit(price), Increments.CRYPTO, false, false), asker.ref()::tell));
  }

  private static void decided(Want want, Kind kind, long generation) {
    want.replyTo()
        .tell(new Decided(Slot.EXIT, want.ticket(), new WishOutcome(kind, generation, null, null)));
  }

  private Behavior<WatcherSupervisor.Command> forwarding(
      ActorRef<WatcherSupervisor.LifecycleSignal> to) {
    lifecycle = to;
    return Behaviors.receiveMessage(
        message -> {
          supervisor.ref().tell(message);
          return Behaviors.same();
        });
  }
}
