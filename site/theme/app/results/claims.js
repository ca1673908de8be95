// What articles claim and no figure here rests on, each with where it comes from.

export const CLAIMS = [
  {
    claim: "“Sellers spend 440 hours a year searching for content.”",
    source: "Articles of vendors; some credit Forrester, others Aberdeen.",
    verdict:
      "Passed on without a method: no first study could be found, and other such figures for the same thing lie between 100 and 850 hours a year, all of them by asking people.",
  },
  {
    claim: "“80 to 90 % of a training is forgotten within a month.”",
    source: "Articles of vendors.",
    verdict:
      "Passed on without a method: the experiment behind such curves (Ebbinghaus; repeated by Murre and Dros in 2015) was one person relearning nonsense syllables, and says nothing of sales training.",
  },
];
