// Which slide is shown, in all windows of one deck: moved by keys and swipes, and told to the others.

const SWIPE = 50;

export class Steering {
  // `show(place)` is called with each new place, counted from 0.
  constructor(pageId, count, show) {
    this.count = count;
    this.place = 0;
    this.show = show;
    this.channel = new BroadcastChannel(`deck:${pageId}`);
    this.channel.onmessage = ({ data }) => this.hear(data);
  }

  go(place) {
    const next = Math.min(Math.max(place, 0), this.count - 1);
    const isNew = next !== this.place;
    this.set(next);
    if (isNew) this.channel.postMessage({ place: this.place });
  }

  // Of a window that has just been opened: the one that is there says where it is.
  ask() {
    this.channel.postMessage({ asks: true });
  }

  close() {
    this.channel.close();
  }

  set(place) {
    this.place = place;
    this.show(place);
  }

  hear({ place, asks }) {
    if (asks) this.channel.postMessage({ place: this.place });
    else if (Number.isInteger(place) && place >= 0 && place < this.count && place !== this.place) this.set(place);
  }

  // Moves by a key, and returns whether it was one of these.
  press({ key, target, altKey, ctrlKey, metaKey, shiftKey }) {
    if (altKey || ctrlKey || metaKey) return false;
    const isControl = target.closest?.("button, a, input") !== null;
    const steps = {
      ArrowRight: 1,
      ArrowDown: 1,
      PageDown: 1,
      n: 1,
      ArrowLeft: -1,
      ArrowUp: -1,
      PageUp: -1,
      Backspace: -1,
    };
    if (key in steps) this.go(this.place + steps[key]);
    else if (key === " " && !isControl) this.go(this.place + (shiftKey ? -1 : 1));
    else if (key === "Home") this.go(0);
    else if (key === "End") this.go(this.count - 1);
    else return false;
    return true;
  }

  // Moves by a finger that is drawn across an element; up and down it scrolls.
  listenTo(element) {
    let begun = null;
    element.addEventListener("touchstart", ({ touches }) => {
      begun = touches.length === 1 ? touches[0] : null;
    });
    element.addEventListener("touchend", ({ changedTouches: [ended] }) => {
      if (!begun) return;
      const [across, down] = [ended.clientX - begun.clientX, ended.clientY - begun.clientY];
      begun = null;
      if (Math.abs(across) > SWIPE && Math.abs(across) > Math.abs(down)) this.go(this.place + (across < 0 ? 1 : -1));
    });
  }
}
