package dev.maxdiff.control.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.control.Fakes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class EventBusTest {

  private final EventBus eventBus = new EventBus(10, 20);

  @Test
  void everyListenerReceivesEveryEventInOrder() throws Exception {
    List<String> first = new CopyOnWriteArrayList<>();
    List<String> second = new CopyOnWriteArrayList<>();
    eventBus.subscribe(event -> first.add(event.words()));
    AutoCloseable subscription = eventBus.subscribe(event -> second.add(event.words()));
    for (int i = 0; i < 5; i++) {
      eventBus.publish(event(i));
    }
    eventBus.close();
    subscription.close();

    assertThat(first).containsExactly("0", "1", "2", "3", "4");
    assertThat(second).isEqualTo(first);
  }

  @Test
  void everyEventIsCountedDeliveredOrNot() {
    for (int i = 0; i < 100; i++) {
      eventBus.publish(event(i));
    }
    eventBus.close();
    eventBus.publish(event(100));

    assertThat(eventBus.counts()).containsExactly(Map.entry(event(0).kind(), 101L));
  }

  @Test
  void aFailedListenerReceivesTheNextEvent() {
    List<String> received = new CopyOnWriteArrayList<>();
    eventBus.subscribe(
        event -> {
          received.add(event.words());
          throw new IllegalStateException("on purpose");
        });
    eventBus.publish(event(1));
    eventBus.publish(event(2));
    eventBus.close();

    assertThat(received).containsExactly("1", "2");
  }

  @Test
  void aSlowListenerReceivesTheNumberOfDroppedEventsAndDelaysNoPublisher() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch buffered = new CountDownLatch(11);
    List<String> received = new CopyOnWriteArrayList<>();
    eventBus.subscribe(
        event -> {
          received.add(event.words());
          entered.countDown();
          await(release);
          buffered.countDown();
        });
    eventBus.publish(event(0));
    await(entered);
    for (int i = 1; i <= 13; i++) {
      eventBus.publish(event(i));
    }
    release.countDown();
    await(buffered);
    eventBus.publish(event(14));
    eventBus.close();

    assertThat(received.subList(0, 11))
        .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10");
    assertThat(received.get(11))
        .isEqualTo("3 happenings were missed here: the listener was too slow");
    assertThat(received.get(12)).isEqualTo("14");
  }

  @Test
  void recentEventsAreKept() {
    for (int i = 0; i < 30; i++) {
      eventBus.publish(event(i));
    }
    eventBus.close();

    List<String> words = new ArrayList<>();
    eventBus.recent().forEach(event -> words.add(event.words()));
    assertThat(words).hasSize(20).startsWith("10").endsWith("29");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static RuntimeEvent event(int number) {
    return new RuntimeEvent(
        Fakes.NOW,
        RuntimeEvent.Kind.WISHED,
        Fakes.EXIT,
        number,
        null,
        null,
        String.valueOf(number));
  }
}
