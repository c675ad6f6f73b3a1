// Before anything is painted: light or dark, where the reader has chosen. Else the system decides.
const theme = localStorage.getItem("dlgrade-theme");
if (theme) document.documentElement.dataset.theme = theme;
