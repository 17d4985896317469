// Reading aloud with the browser's own speech, a paragraph at a time.

const BLOCKS = "h2, h3, h4, h5, h6, p, li, th, td";

export class Reader {
  /**
   * @param {HTMLElement} body what is read
   * @param {SpeechSynthesis} speech the browser's voice
   * @param {(on: boolean) => void} show told whenever reading begins or ends
   */
  constructor(body, speech, show) {
    this.body = body;
    this.speech = speech;
    this.show = show;
    this.current = null;
    window.addEventListener("pagehide", () => this.stop());
  }

  toggle() {
    if (this.current) this.stop();
    else this.begin();
  }

  begin() {
    const blocks = [...this.body.querySelectorAll(BLOCKS)].filter(
      (block) => !block.querySelector(BLOCKS) && block.textContent.trim(),
    );
    this.speech.cancel();
    this.show(true);
    this.readFrom(blocks, 0);
  }

  readFrom(blocks, index) {
    this.mark(blocks[index]);
    if (index >= blocks.length) {
      this.stop();
      return;
    }
    const utterance = new SpeechSynthesisUtterance(blocks[index].textContent);
    utterance.lang = "zh-CN";
    utterance.rate = 0.9;
    this.current = utterance;
    const next = () => {
      if (this.current === utterance) this.readFrom(blocks, index + 1);
    };
    utterance.addEventListener("end", next);
    utterance.addEventListener("error", () => {
      if (this.current === utterance) this.stop();
    });
    this.speech.speak(utterance);
  }

  stop() {
    this.current = null;
    this.mark(null);
    this.speech.cancel();
    this.show(false);
  }

  mark(block) {
    this.body.querySelectorAll(".nb-spoken").forEach((old) => old.classList.remove("nb-spoken"));
    if (!block) return;
    block.classList.add("nb-spoken");
    block.scrollIntoView({ block: "nearest" });
  }
}
